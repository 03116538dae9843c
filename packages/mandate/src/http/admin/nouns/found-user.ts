import type { HttpContext } from '../../context.ts'
import { noSuch } from '../refusals.ts'

/** The user with this subject identifier. Rejects with `Problem` (404), or `StorageUnavailable`. */
export async function found({ store }: HttpContext, sub: string) {
  const account = await store.accounts.find(sub)
  if (account === undefined) throw noSuch('user')
  return account
}

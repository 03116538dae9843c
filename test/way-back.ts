import type { User } from '../packages/mandate/test/users-of-a-platform.ts'
import type { GuardedApi } from './guarded-api.ts'

/** Checks every user's token, many at a time, and counts the outcomes. */
export async function outcomesOf(
  api: GuardedApi,
  users: readonly User[],
): Promise<Readonly<Record<string, number>>> {
  const outcomes: Record<string, number> = {}
  const left = users.values()
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (const { token } of left) {
        const { outcome } = await api.check(token)
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      }
    }),
  )
  return outcomes
}

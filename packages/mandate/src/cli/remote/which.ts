/** How commands against a server elsewhere find what they are about. */

import { type CommandOptions, CommandRefused, nextCommand } from '../command.ts'
import type { UserDocument } from '../shown/users.ts'
import { unknownUser } from '../which-user.ts'
import { type AdminApi, NotThere, type Received, segment } from './admin-api.ts'

/** An option or an argument that is there as text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The user with this address or this id. Rejects with `CommandRefused`. */
export async function remoteUser(
  api: AdminApi,
  emailOrId: string,
  options: CommandOptions,
): Promise<UserDocument & Received> {
  const [byAddress] = await api.list('/users', { username: emailOrId }, 1)
  const found =
    byAddress ??
    (await unlessThere(api, `/users/${segment(emailOrId)}`, unknownUser(emailOrId, options)))
  return found as UserDocument & Received
}

/** The document at the path. Rejects with `refusal` if there is none. */
export async function unlessThere(
  api: AdminApi,
  path: string,
  refusal: CommandRefused,
): Promise<Received> {
  try {
    return await api.read(path)
  } catch (error) {
    throw error instanceof NotThere ? refusal : error
  }
}

/** `noun` as in "There is no client X". */
export function noSuch(
  noun: string,
  id: string,
  { options, list }: { readonly options: CommandOptions; readonly list: string },
): CommandRefused {
  return new CommandRefused(
    `There is no ${noun} ${id}; see which there are: ${nextCommand(options, list)}`,
  )
}

/**
 * The commands that work against a server elsewhere: what each asks of the admin API, and the same
 * words (`cli/shown/`) about the answer. A command without a line here works on the server's machine
 * only (`here-only.ts`).
 *
 *     mandate user disable USER --server URL ──▶ a line here ──▶ requests ──▶ documents ──▶ text or JSON
 */

import type { CommandContext, CommandOptions } from '../command.ts'
import type { AdminApi } from './admin-api.ts'
import { clientCommands } from './clients.ts'
import { grantCommands } from './grants.ts'
import { operatorCommands } from './operators.ts'
import { userCommands } from './users.ts'

export interface RemoteCall {
  readonly context: CommandContext
  readonly api: AdminApi
  /** The arguments as they were typed; undefined for an optional one that is missing. */
  readonly args: readonly (string | undefined)[]
  readonly options: CommandOptions & Readonly<Record<string, unknown>>
}

/** What the command prints. */
export interface RemoteAnswer {
  readonly json: unknown
  readonly text: string
}

/** Rejects with `CommandRefused` or `UsageRefused`, as the local command does. */
export type RemoteCommand = (call: RemoteCall) => Promise<RemoteAnswer>

export const remoteCommands: Readonly<Record<string, RemoteCommand>> = {
  ...userCommands,
  ...clientCommands,
  ...grantCommands,
  ...operatorCommands,
}

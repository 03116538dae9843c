/** The form of a command against a server elsewhere (`commands.ts`). */

import type { CommandContext, CommandOptions } from '../command.ts'
import type { AdminApi } from './admin-api.ts'

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

/** Undefined if it has printed by itself. Rejects with `CommandRefused` or `UsageRefused`, as the local command does. */
export type RemoteCommand = (call: RemoteCall) => Promise<RemoteAnswer | undefined>

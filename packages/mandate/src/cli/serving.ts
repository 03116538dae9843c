import type { Settings } from '../settings.ts'
import type { CommandContext } from './command.ts'

/** A server that runs, in this process or in several. */
export interface Serving {
  /** Rejects with `CommandRefused` where it cannot go on. */
  readonly exhausted: Promise<never>
  /** Takes no new connection, answers what is in flight, and lets go of everything. */
  close(): Promise<void>
}

/** Takes sentences for the operator while a server runs, of the weight of a warning in its log. */
export function operatorHears(
  { terminal }: CommandContext,
  { logLevel }: Pick<Settings, 'logLevel'>,
): (sentence: string) => void {
  const quiet = logLevel === 'silent' || logLevel === 'error'
  return quiet ? () => {} : (sentence) => terminal.warn(`mandate: ${sentence}`)
}

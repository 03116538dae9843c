import type { Settings } from '../settings.ts'
import type { CommandContext } from './command.ts'

/** Takes sentences for the operator while a server runs, of the weight of a warning in its log. */
export function operatorHears(
  { terminal }: CommandContext,
  { logLevel }: Pick<Settings, 'logLevel'>,
): (sentence: string) => void {
  const quiet = logLevel === 'silent' || logLevel === 'error'
  return quiet ? () => {} : (sentence) => terminal.warn(`mandate: ${sentence}`)
}

import type { Details, Explanation } from '../../store/records.ts'

/** What people read about one reason of a refusal. */
export interface Remedy {
  /** In a few words, for a heading. */
  readonly title: string
  readonly happened: string
  readonly next: string
  /** Where only the operator can put it right: how to ask, and what the operator does. */
  readonly operator?: (found: Explanation) => OperatorsPart | undefined
}

export interface OperatorsPart {
  /** A message from the client's developer, ready to send. */
  readonly message: string
  /** The command that does it, without `mandate` before it; null where there is none. */
  readonly command: string | null
}

export const again = 'Send the user to sign in again; that begins a new grant.'

/** The id of the client that was named, or a word in its place. */
export function clientOf({ clientId }: Explanation): string {
  return clientId ?? 'CLIENT_ID'
}

/** Text as one word of a shell command. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

export function textsOf(value: Details[string] | undefined): readonly string[] {
  return typeof value === 'object' ? value : []
}

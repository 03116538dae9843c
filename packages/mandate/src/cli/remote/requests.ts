/** Requests of commands to a server elsewhere. No token is ever in an address or an error. */

import { CommandRefused } from '../command.ts'
import { printable } from '../terminal.ts'

/** How long a server may take, in milliseconds; below the time a turn at a file lasts. */
const LONGEST_MS = 8_000
const MOST_BYTES = 64 * 1024 * 1024

export interface Answered {
  readonly status: number
  readonly headers: Headers
  /** Undefined if the answer is empty or no JSON object. */
  readonly document: Readonly<Record<string, unknown>> | undefined
}

/** Sends one request. Rejects with `CommandRefused` if the server does not answer. */
export async function send(
  address: string,
  {
    longestMs = LONGEST_MS,
    ...request
  }: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string | URLSearchParams
    /** How long the server may take, in milliseconds. */
    readonly longestMs?: number
  },
): Promise<Answered> {
  let response: Response
  let text: string
  try {
    // A redirect could take the token to another place.
    const signal = AbortSignal.timeout(longestMs)
    response = await fetch(address, { ...request, redirect: 'error', signal })
    text = await response.text()
  } catch (error) {
    throw new CommandRefused(
      `${new URL(address).origin} cannot be reached (${reasonOf(error, longestMs)}); see whether the address is right`,
    )
  }
  return {
    status: response.status,
    headers: response.headers,
    document: text.length > MOST_BYTES ? undefined : parsed(text),
  }
}

function parsed(text: string): Answered['document'] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown, longestMs: number): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return cause instanceof Error && cause.name === 'TimeoutError'
    ? `no answer within ${longestMs / 1000} s`
    : printable(cause instanceof Error ? cause.message : String(cause))
}

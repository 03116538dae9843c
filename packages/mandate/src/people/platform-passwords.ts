/**
 * Lazy migration: the platform is asked whether an e-mail address and a password are right. It is
 * asked only about people who have no password here yet (`first-password.ts`).
 *
 *     POST {"email", "password"}, Authorization: Bearer SECRET
 *       ──▶ 200 {"verified": true, "subject", "email"?, "email_verified"?, "name"?}
 *       ──▶ 200 {"verified": false}
 *
 * Everything else is trouble. The secret keeps others from guessing passwords at that URL. Signing
 * the request would add nothing to TLS, because the password itself is in it.
 *
 * The number of questions is limited for all browsers together. While the platform is in trouble,
 * one question at a time is sent, to find out when it works again.
 */

import type { Fetcher } from '../fetching/fetcher.ts'
import type { Clock } from '../time-and-chance.ts'
import { isIdentity } from './account-properties.ts'
import { emailKey } from './email.ts'
import type { Visitor } from './shares.ts'

/** The user at the platform. */
export interface PlatformUser {
  readonly subject: string
  readonly emailVerified: boolean
  readonly name: string | null
}

export type PlatformAnswer =
  | { readonly is: 'yes'; readonly user: PlatformUser }
  | { readonly is: 'no' }
  /** No answer, or one that cannot be trusted. `detail` is for the log, without secrets. */
  | { readonly is: 'trouble'; readonly detail: string }
  /** The platform is in trouble, and another question is already trying it. */
  | { readonly is: 'not_asked' }

export interface PlatformPasswords {
  /** The provider of its users in `identities`. */
  readonly provider: string
  /** Whether the platform was in trouble within the last minute. */
  isInTrouble(): boolean
  /**
   * A place for one sign-in attempt, whether or not it will ask; undefined if all are taken. Call
   * the result once to free the place.
   */
  takePlace(visitor: Visitor): (() => void) | undefined
  /** `email` is a valid address, `password` as typed. Never rejects. */
  ask(question: { readonly email: string; readonly password: string }): Promise<PlatformAnswer>
}

/** At the same time, and per second. A fifth is reserved for known browsers. */
const PLACES = 50
const PLACES_FOR_STRANGERS = 40

const TROUBLE_SECONDS = 60
const TIMEOUT_MS = 3_000
const MAX_BYTES = 16 * 1024

export function createPlatformPasswords({
  fetch,
  clock,
  url,
  secret,
  provider,
}: {
  readonly fetch: Fetcher
  readonly clock: Clock
  readonly url: string
  readonly secret: string
  readonly provider: string
}): PlatformPasswords {
  let taken = 0
  let second = { at: 0, taken: 0 }
  let troubleUntil = 0
  let isTrying = false

  const isInTrouble = () => clock.now() < troubleUntil

  async function askNow(question: { readonly email: string; readonly password: string }) {
    const { email, password } = question
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify({ email, password }),
      maxBytes: MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
    })
    if (response.status !== 200)
      throw new Error(`The platform answered with status ${response.status}.`)
    return readAnswer(await response.text(), email)
  }

  return {
    provider,
    isInTrouble,
    takePlace(visitor) {
      const now = clock.now()
      if (second.at !== now) second = { at: now, taken: 0 }
      const most = visitor === 'known' ? PLACES : PLACES_FOR_STRANGERS
      if (taken >= most || second.taken >= most) return undefined
      taken += 1
      second.taken += 1
      return () => {
        taken -= 1
      }
    },
    async ask(question) {
      const finding = isInTrouble()
      if (finding && isTrying) return { is: 'not_asked' }
      isTrying ||= finding
      try {
        const answer = await askNow(question)
        troubleUntil = 0
        return answer
      } catch (error) {
        troubleUntil = clock.now() + TROUBLE_SECONDS
        return { is: 'trouble', detail: error instanceof Error ? error.message : 'unknown' }
      } finally {
        if (finding) isTrying = false
      }
    },
  }
}

/**
 * Throws if it is not an answer. An answer about another person is trouble for this address only.
 */
function readAnswer(text: string, email: string): PlatformAnswer {
  const answer = parsed(text)
  const verified = answer?.['verified']
  if (answer === undefined || typeof verified !== 'boolean') {
    throw new Error(
      'The platform answered with neither {"verified": true} nor {"verified": false}.',
    )
  }
  if (!verified) return { is: 'no' }
  const { subject, email: told, email_verified: emailVerified, name } = answer
  const trouble = (detail: string) => ({ is: 'trouble', detail }) as const
  if (typeof subject !== 'string' || !isIdentity({ provider: 'any', subject })) {
    return trouble('The platform verified the password, but its answer has no valid subject.')
  }
  const isSame = typeof told === 'string' && emailKey(told) === emailKey(email)
  if (told !== undefined && !isSame) {
    return trouble('The platform verified a different e-mail address than the one asked about.')
  }
  return {
    is: 'yes',
    user: {
      subject,
      emailVerified: emailVerified === true,
      name: typeof name === 'string' ? name : null,
    },
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

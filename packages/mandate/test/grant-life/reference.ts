/**
 * The law, said as plainly as it can be: a list of every token that was ever issued, each with its
 * state. There is no counter, no MAC and no row here, and a token is only a text that is in the list
 * or is not.
 *
 * Neighbours: `world.ts` holds the real functions to what this list says.
 */

import type { KeyId } from '../../src/grants/grant.ts'

/** One code or refresh token. */
export interface Issued {
  readonly text: string
  readonly keyId: KeyId
  /** In whole seconds since 1970, as every time here. */
  readonly goodUntil: number
}

export interface IssuedAccessToken extends Issued {
  readonly grant: ReferenceGrant
}

type State =
  | { readonly is: 'live' }
  | { readonly is: 'used'; readonly at: number; readonly withKey: string | null }

interface Entry extends Issued {
  state: State
}

/** How a token was presented, and with which time on the node's clock. */
export interface Presented {
  readonly text: string
  readonly now: number
  /** The `Idempotency-Key`, or null. */
  readonly key: string | null
}

export type Verdict =
  /** It is live: one request may use it, and its successor becomes the live one. */
  | { readonly is: 'next' }
  /** The same request once more: the same successor once more. */
  | { readonly is: 'again'; readonly text: string; readonly by: 'key' | 'window' }
  /** A used token came back: the grant ends. */
  | { readonly is: 'theft' }
  | {
      readonly is: 'nothing'
      readonly because: 'not_ours' | 'ended' | 'client_disabled' | 'key_retired' | 'expired'
    }

const DAY = 24 * 60 * 60

export class ReferenceGrant {
  readonly tokens: Entry[]
  readonly client: { readonly disabled: boolean; readonly retrySeconds: number }
  /** How large the row was, in characters, when the user had agreed. */
  readonly sizeOfRow: number
  ended = false

  constructor(code: Issued, of: Pick<ReferenceGrant, 'client' | 'sizeOfRow'>) {
    this.tokens = [{ ...code, state: { is: 'live' } }]
    this.client = of.client
    this.sizeOfRow = of.sizeOfRow
  }

  /** Whether the token is live. Of all tokens of one grant, at most one is. */
  isLive(text: string): boolean {
    return !this.ended && this.tokens.find((token) => token.text === text)?.state.is === 'live'
  }

  /** The token is used up, and its successor is the live one from now on. */
  use({ text, now, key }: Presented, successor: Issued): void {
    const token = this.tokens.find((each) => each.text === text)
    if (token !== undefined) token.state = { is: 'used', at: now, withKey: key }
    this.tokens.push({ ...successor, state: { is: 'live' } })
  }
}

export class Reference {
  readonly grants: ReferenceGrant[] = []
  readonly accessTokens: IssuedAccessToken[] = []
  readonly retiredKeys = new Set<KeyId>()

  /** What the token earns. */
  judge({ text, now, key }: Presented): Verdict {
    const grant = this.grants.find((each) => each.tokens.some((token) => token.text === text))
    const place = grant?.tokens.findIndex((token) => token.text === text) ?? -1
    const token = grant?.tokens[place]
    if (grant === undefined || token === undefined) return nothing('not_ours')
    if (this.retiredKeys.has(token.keyId)) return nothing('key_retired')
    if (grant.ended) return nothing('ended')
    if (grant.client.disabled) return nothing('client_disabled')
    if (token.state.is === 'live')
      return token.goodUntil <= now ? nothing('expired') : { is: 'next' }

    const successor = grant.tokens[place + 1]
    if (successor?.state.is !== 'live') return { is: 'theft' }
    const { at, withKey } = token.state
    const isCode = place === 0
    const byKey = key !== null && key === withKey && now < at + DAY && now > at - DAY
    const { retrySeconds } = grant.client
    const byWindow = !isCode && now < at + retrySeconds && now > at - retrySeconds
    if (!byKey && !byWindow) return { is: 'theft' }
    if (successor.goodUntil <= now) return nothing('expired')
    if (this.retiredKeys.has(successor.keyId)) return nothing('key_retired')
    return { is: 'again', text: successor.text, by: byKey ? 'key' : 'window' }
  }

  /** Whether an API may take the access token. */
  honours(token: IssuedAccessToken, now: number): boolean {
    return (
      !token.grant.ended &&
      !token.grant.client.disabled &&
      !this.retiredKeys.has(token.keyId) &&
      now < token.goodUntil
    )
  }
}

function nothing(because: (Verdict & { is: 'nothing' })['because']): Verdict {
  return { is: 'nothing', because }
}

/**
 * The public keys of clients and of trusted issuers: registered by value, or at the address `jwks_uri`, from where they are
 * fetched and kept for a while. What arrives is another party's text, through the one safe fetcher.
 *
 *     fresh ──max-age──▶ stale: fetched again ──fails──▶ the old ones go on, up to a day
 *
 * Many requests share one fetch. A `kid` that is not among the keys means that the client may have
 * rotated, so they are fetched at once, but only a few times a minute: anybody can invent a `kid`.
 */

import type { Fetcher } from '../fetching/fetcher.ts'
import { messageForOthers } from '../fetching/refused.ts'
import { type Jwt, type JwtRules, type PublicKeys, publicKeys, readJwt } from '../jwt/read.ts'
import { JwtRefused } from '../jwt/refused.ts'
import type { ClientStanding, TrustedIssuer } from '../store/records.ts'
import type { Clock } from '../time-and-chance.ts'
import { createIssuerMetadata } from './issuer-metadata.ts'

/** The keys of a client, as they were sent, and ready for use. */
export interface KeysOfClient {
  readonly keys: readonly Readonly<Record<string, unknown>>[]
  readonly set: PublicKeys
}

export type WithKeys = Pick<ClientStanding, 'metadata'>

export interface ClientKeys {
  /** Rejects with `ClientKeysRefused`. */
  of(client: WithKeys): Promise<KeysOfClient>
  /**
   * Fetches them again, although they are fresh. Undefined if they are registered by value, or were
   * fetched too often. Rejects with `ClientKeysRefused`.
   */
  afresh(client: WithKeys): Promise<KeysOfClient | undefined>
  /**
   * Where the keys of a trusted issuer are, to be asked for like a client's. Rejects with
   * `ClientKeysRefused` if its metadata cannot be had.
   */
  ofIssuer(issuer: KeysOfIssuer): Promise<WithKeys>
}

/** The properties of a trusted issuer that say where its keys are. */
export type KeysOfIssuer = Pick<TrustedIssuer, 'issuer' | 'jwks' | 'jwksUri'>

/** The keys cannot be had; the message is a sentence for the operator. */
export class ClientKeysRefused extends Error {
  override readonly name = 'ClientKeysRefused'
}

/** A fetched answer is believed for as long as it says, within these. */
const FLOOR_SECONDS = 60
const CEILING_SECONDS = 3_600
/** And this long if it cannot be fetched again. */
const LAST_RESORT_SECONDS = 86_400
const MOST_FETCHES_A_MINUTE = 6
/** Each waiting request holds one of the places of this process. */
const MOST_WAITING = 50
const MOST_KEPT = 1_000
const MOST_KEYS = 100
const MOST_BYTES = 128 * 1024
const TIMEOUT_MS = 3_000

interface Kept {
  found: KeysOfClient | undefined
  fetchedAt: number
  freshUntil: number
  /** When it was fetched in the last minute, also in vain. */
  fetches: number[]
  problem: string
  waiting: number
  fetching: Promise<void> | undefined
}

export function createClientKeys({
  fetch,
  clock,
}: {
  readonly fetch: Fetcher
  readonly clock: Clock
}): ClientKeys {
  const byValue = new Map<string, Promise<KeysOfClient>>()
  const byAddress = new Map<string, Kept>()
  const findJwksUri = createIssuerMetadata({ fetch, clock })

  function registered(jwks: { readonly keys: KeysOfClient['keys'] }): Promise<KeysOfClient> {
    const text = JSON.stringify(jwks)
    return byValue.get(text) ?? remember(byValue, text, imported(jwks.keys))
  }

  /** Fetches once for everybody who waits. It never rejects: `kept` has the outcome. */
  function fetchOnce(address: string, kept: Kept): Promise<void> {
    kept.fetching ??= fetchKeys(fetch, address)
      .then(
        ({ found, maxAge }) => {
          const lifetime = Math.min(Math.max(maxAge, FLOOR_SECONDS), CEILING_SECONDS)
          const now = clock.now()
          Object.assign(kept, { found, fetchedAt: now, freshUntil: now + lifetime, problem: '' })
        },
        (error) => {
          kept.problem = messageForOthers(error)
        },
      )
      .finally(() => {
        kept.fetching = undefined
      })
    return kept.fetching
  }

  /** Whether the keys were fetched now. */
  async function fetchNow(address: string, kept: Kept): Promise<boolean> {
    const now = clock.now()
    if (kept.fetching === undefined) {
      kept.fetches = kept.fetches.filter((at) => at > now - 60)
      if (kept.fetches.length >= MOST_FETCHES_A_MINUTE) return false
      kept.fetches.push(now)
    }
    if (kept.waiting >= MOST_WAITING) return false
    kept.waiting += 1
    try {
      await fetchOnce(address, kept)
    } finally {
      kept.waiting -= 1
    }
    return kept.problem === ''
  }

  function keptFor(address: string): Kept {
    const fresh = { fetchedAt: 0, freshUntil: 0, fetches: [], problem: '', waiting: 0 }
    const kept = byAddress.get(address)
    return kept ?? remember(byAddress, address, { ...fresh, found: undefined, fetching: undefined })
  }

  return {
    async of({ metadata }) {
      if (metadata.jwks !== undefined) return registered(metadata.jwks)
      const address = metadata.jwks_uri
      if (address === undefined) throw new ClientKeysRefused('The client has no registered keys.')
      const kept = keptFor(address)
      if (kept.freshUntil <= clock.now()) await fetchNow(address, kept)
      const { found, fetchedAt, problem } = kept
      if (found !== undefined && clock.now() < fetchedAt + LAST_RESORT_SECONDS) return found
      throw new ClientKeysRefused(problem || 'Too many requests wait for the keys of this client.')
    },
    async afresh({ metadata }) {
      const address = metadata.jwks_uri
      if (metadata.jwks !== undefined || address === undefined) return undefined
      const kept = keptFor(address)
      return (await fetchNow(address, kept)) ? kept.found : undefined
    },
    async ofIssuer({ issuer, jwks, jwksUri }) {
      if (jwks !== null) return { metadata: { jwks } }
      if (jwksUri !== null) return { metadata: { jwks_uri: jwksUri } }
      try {
        return { metadata: { jwks_uri: await findJwksUri(issuer) } }
      } catch (error) {
        throw new ClientKeysRefused(messageForOthers(error))
      }
    },
  }
}

/**
 * A JWT that is signed with one of the client's keys. Rejects with `JwtRefused`, or
 * `ClientKeysRefused`.
 */
export async function readJwtOf(
  client: WithKeys,
  text: string,
  { clientKeys, ...rules }: Omit<JwtRules, 'keys'> & { readonly clientKeys: ClientKeys },
): Promise<Jwt> {
  const signedWith = ({ set }: KeysOfClient) =>
    readJwt(text, { ...rules, keys: { are: 'public', set } })
  const known = await clientKeys.of(client)
  try {
    return await signedWith(known)
  } catch (error) {
    const isOtherKey =
      error instanceof JwtRefused && (error.problem === 'no_key' || error.problem === 'signature')
    const newer = isOtherKey ? await clientKeys.afresh(client) : undefined
    if (newer === undefined) throw error
    return signedWith(newer)
  }
}

async function fetchKeys(
  fetch: Fetcher,
  address: string,
): Promise<{ readonly found: KeysOfClient; readonly maxAge: number }> {
  const response = await fetch(address, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    ...{ maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS },
  })
  if (response.status !== 200) {
    throw new ClientKeysRefused(`${address} answered with the status ${response.status}.`)
  }
  const [, maxAge = '0'] =
    /max-age=(\d{1,9})/i.exec(response.headers.get('cache-control') ?? '') ?? []
  const document: unknown = await response.json().catch(() => undefined)
  const { keys } = (document ?? {}) as { readonly keys?: unknown }
  if (!Array.isArray(keys) || keys.length > MOST_KEYS) {
    throw new ClientKeysRefused(`${address} has no JSON Web Key Set of at most ${MOST_KEYS} keys.`)
  }
  const objects = keys.filter((key) => typeof key === 'object' && key !== null)
  return { found: await imported(objects), maxAge: Number(maxAge) }
}

async function imported(keys: KeysOfClient['keys']): Promise<KeysOfClient> {
  return { keys, set: await publicKeys({ keys }) }
}

/** The least recently added goes if there are too many. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  const [first] = map.keys()
  if (map.size >= MOST_KEPT && first !== undefined) map.delete(first)
  map.set(key, value)
  return value
}

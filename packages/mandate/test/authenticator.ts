/**
 * An authenticator in software (WebAuthn Level 3 §6), for tests that Chromium's virtual one cannot do: it can
 * lie about everything. It makes one passkey; a copy of it counts on from where it was copied.
 */

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { isoCBOR } from '@simplewebauthn/server/helpers'

const FLAGS = { present: 0x01, verified: 0x04, eligible: 0x08, backedUp: 0x10, attested: 0x40 }

/** What it does differently from an honest one. */
export interface Lies {
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  readonly challenge?: string
  readonly crossOrigin?: boolean
  /** Bits to clear, or to set, in the flags. */
  readonly without?: keyof typeof FLAGS
  readonly with?: keyof typeof FLAGS
  readonly counter?: number
  readonly userHandle?: string | null
  /** The COSE algorithm that the public key claims. */
  readonly algorithm?: number
  readonly attestation?: { readonly fmt: string; readonly attStmt: ReadonlyMap<string, unknown> }
  readonly credentialId?: Uint8Array
  readonly signature?: Uint8Array
}

export type Algorithm = 'ES256' | 'RS256' | 'EdDSA'

const COSE = {
  ES256: { alg: -7, make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
  RS256: { alg: -257, make: () => generateKeyPairSync('rsa', { modulusLength: 2048 }) },
  EdDSA: { alg: -8, make: () => generateKeyPairSync('ed25519') },
}

export type Authenticator = ReturnType<typeof createAuthenticator>

/** For pages of this origin. `counter` starts at 0 and, unless it is null, goes up with each use. */
export function createAuthenticator(
  origin: string,
  {
    algorithm = 'ES256',
    counter = null,
  }: { readonly algorithm?: Algorithm; readonly counter?: number | null } = {},
) {
  const { alg, make } = COSE[algorithm]
  const pair = make()
  return passkeyOf({ origin, alg, pair, id: randomBytes(32), counter })
}

interface State {
  readonly origin: string
  readonly alg: number
  readonly pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
  readonly id: Uint8Array
  readonly counter: number | null
}

function passkeyOf(state: State, madeFor: { userHandle: string } = { userHandle: '' }) {
  const { origin, alg, pair, id } = state
  let { counter } = state
  const flagsOf = (honest: number, lies: Lies) => {
    const cleared = lies.without === undefined ? honest : honest & ~FLAGS[lies.without]
    return lies.with === undefined ? cleared : cleared | FLAGS[lies.with]
  }
  const count = (lies: Lies) => {
    if (counter !== null) counter++
    return lies.counter ?? counter ?? 0
  }
  const base = FLAGS.present | FLAGS.verified | FLAGS.eligible | FLAGS.backedUp
  return {
    id: text(id),
    /** The answer to `navigator.credentials.create`, as JSON. */
    create(options: PublicKeyCredentialCreationOptionsJSON, lies: Lies = {}): string {
      madeFor.userHandle = options.user.id
      const credentialId = lies.credentialId ?? id
      const key = coseKey(pair.publicKey, lies.algorithm ?? alg)
      const authData = Buffer.concat([
        head(lies.rpId ?? options.rp.id ?? '', flagsOf(base | FLAGS.attested, lies), count(lies)),
        Buffer.alloc(16),
        Buffer.from([credentialId.length >> 8, credentialId.length & 0xff]),
        credentialId,
        key,
      ])
      const { fmt = 'none', attStmt = new Map() } = lies.attestation ?? {}
      const object = new Map<string, unknown>([
        ['fmt', fmt],
        ['attStmt', attStmt],
        ['authData', new Uint8Array(authData)],
      ])
      const clientDataJSON = clientData('webauthn.create', options.challenge, lies)
      return JSON.stringify({
        ...{ id: text(credentialId), rawId: text(credentialId), type: 'public-key' },
        clientExtensionResults: {},
        response: {
          clientDataJSON: text(clientDataJSON),
          attestationObject: text(isoCBOR.encode(object as never)),
          transports: ['internal', 'hybrid'],
        },
      })
    },
    /** The answer to `navigator.credentials.get`, as JSON. */
    get(options: PublicKeyCredentialRequestOptionsJSON, lies: Lies = {}): string {
      const authData = head(lies.rpId ?? options.rpId ?? '', flagsOf(base, lies), count(lies))
      const clientDataJSON = clientData('webauthn.get', options.challenge, lies)
      const signed = Buffer.concat([authData, sha256(clientDataJSON)])
      const hash = pair.privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256'
      const credentialId = lies.credentialId ?? id
      const userHandle = lies.userHandle === undefined ? madeFor.userHandle : lies.userHandle
      return JSON.stringify({
        ...{ id: text(credentialId), rawId: text(credentialId), type: 'public-key' },
        clientExtensionResults: {},
        response: {
          clientDataJSON: text(clientDataJSON),
          authenticatorData: text(authData),
          signature: text(lies.signature ?? sign(hash, signed, pair.privateKey)),
          ...(userHandle !== null && { userHandle }),
        },
      })
    },
    /** The same key in other hands. */
    copy: () => passkeyOf({ ...state, counter }, madeFor),
  }

  function clientData(type: string, challenge: string, lies: Lies): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    )
  }
}

/** RP ID hash, flags and counter (WebAuthn §6.1). */
function head(rpId: string, flags: number, counter: number): Buffer {
  const number = Buffer.alloc(4)
  number.writeUInt32BE(counter)
  return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.from([flags]), number])
}

/** RFC 9052 §7, RFC 9053 §7, RFC 8230 §4. */
function coseKey(key: KeyObject, alg: number): Uint8Array {
  const { kty, x = '', y = '', n = '', e = '' } = key.export({ format: 'jwk' })
  const members: Readonly<Record<string, readonly (readonly [number, number | Uint8Array])[]>> = {
    EC: [
      ...[[1, 2] as const, [3, alg] as const, [-1, 1] as const],
      ...[[-2, raw(x)] as const, [-3, raw(y)] as const],
    ],
    RSA: [[1, 3] as const, [3, alg] as const, [-1, raw(n)] as const, [-2, raw(e)] as const],
    OKP: [[1, 1] as const, [3, alg] as const, [-1, 6] as const, [-2, raw(x)] as const],
  }
  return isoCBOR.encode(new Map(members[String(kty)]) as never)
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

function raw(base64url: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64url, 'base64url'))
}

/**
 * What a browser sends after it has asked for a passkey (WebAuthn Level 3 §5.1.8, as JSON), and whether
 * it is genuine (§7.1, §7.2). Everything here comes from strangers.
 *
 * `@simplewebauthn/server` verifies the signature and most of the rest. It takes long to load, so it is loaded
 * with the first response. Here is what it leaves to us.
 */

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Passkey } from '../../store/records.ts'
import { ALGORITHMS } from './options.ts'
import type { RelyingParty } from './relying-party.ts'

/** 1,023 bytes, base64url (WebAuthn §4, credential id). */
const MAX_ID_CHARACTERS = 1_364
/** Larger than an RSA key of 8,192 bits. */
const MAX_KEY_BYTES = 1_200
const MOST_TRANSPORTS = 8

/** A response that has the right form; nothing in it is verified. */
export interface Response<Kind> {
  readonly id: string
  /** The challenge that the authenticator signed, base64url. */
  readonly challenge: string
  readonly json: Kind
}

/** What is expected of a response. */
interface Expected {
  readonly party: RelyingParty
  readonly challenge: string
}

/** Why a response is not genuine, for the log. */
export interface NotGenuine {
  readonly is: 'not_genuine'
  readonly detail: string
}

/** Undefined if it is no response of this kind. */
export function readResponse<Kind extends AuthenticationResponseJSON | RegistrationResponseJSON>(
  text: string,
): Response<Kind> | undefined {
  const json = membersOf(parsed(text))
  const { clientDataJSON } = membersOf(json['response'])
  const client = membersOf(parsed(decoded(clientDataJSON)))
  const { id } = json
  const { challenge } = client
  // Our pages are never in a frame of another site.
  if (client['crossOrigin'] === true || typeof challenge !== 'string') return undefined
  if (typeof id !== 'string' || id.length > MAX_ID_CHARACTERS) return undefined
  return { id, challenge, json: json as unknown as Kind }
}

/** WebAuthn §7.2, without the steps about the account and the counter. */
export async function verifyUse(
  { json }: Response<AuthenticationResponseJSON>,
  passkey: Passkey,
  { party, challenge }: Expected,
): Promise<
  { readonly is: 'genuine'; readonly counter: number; readonly isBackedUp: boolean } | NotGenuine
> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  return refusing(async () => {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: json,
      ...expectedOf(party, challenge),
      // The store compares the counters, when it keeps the new one.
      credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: -1 },
    })
    const { newCounter, credentialDeviceType, credentialBackedUp } = authenticationInfo
    if (!verified) return notGenuine('the signature is wrong')
    if ((credentialDeviceType === 'multiDevice') !== passkey.isBackupEligible) {
      return notGenuine('the authenticator claims another backup eligibility than before')
    }
    return { is: 'genuine', counter: newCounter, isBackedUp: credentialBackedUp }
  })
}

/** The part of a passkey that its authenticator determines. */
export type MadePasskey = Pick<
  Passkey,
  'id' | 'publicKey' | 'counter' | 'transports' | 'aaguid' | 'isBackupEligible' | 'isBackedUp'
>

/** WebAuthn §7.1. */
export async function verifyCreation(
  { json }: Response<RegistrationResponseJSON>,
  { party, challenge }: Expected,
): Promise<({ readonly is: 'genuine' } & MadePasskey) | NotGenuine> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  return refusing(async () => {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: await withoutAttestation(json),
      ...expectedOf(party, challenge),
      supportedAlgorithmIDs: [...ALGORITHMS],
    })
    if (!verified) return notGenuine('the attestation is wrong')
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo
    const { id, publicKey, counter } = credential
    if (id !== json.id) return notGenuine('the authenticator signed another credential id')
    if (publicKey.length > MAX_KEY_BYTES) return notGenuine('the public key is too long')
    return {
      is: 'genuine',
      ...{ id, publicKey, counter, transports: transportsOf(json) },
      aaguid: /^[0-]*$/.test(aaguid) ? null : aaguid,
      isBackupEligible: credentialDeviceType === 'multiDevice',
      isBackedUp: credentialBackedUp,
    }
  })
}

function expectedOf({ id, origin }: RelyingParty, challenge: string) {
  return {
    ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: id },
    requireUserVerification: true,
  }
}

/**
 * We ask for no attestation and trust none, so it is left out before the library sees it: to check a
 * certificate, it would fetch a revocation list from any address that the certificate names.
 */
async function withoutAttestation(
  json: RegistrationResponseJSON,
): Promise<RegistrationResponseJSON> {
  const { isoCBOR } = await import('@simplewebauthn/server/helpers')
  const { attestationObject } = json.response
  const stated = isoCBOR.decodeFirst<Map<string, unknown>>(
    new Uint8Array(Buffer.from(attestationObject, 'base64url')),
  )
  const authData = stated.get('authData')
  if (!(authData instanceof Uint8Array)) throw new Error('there is no authenticator data')
  const bare = isoCBOR.encode(
    new Map<string, string | Uint8Array | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, string>()],
      ['authData', authData],
    ]),
  )
  const object = Buffer.from(bare).toString('base64url')
  return { ...json, response: { ...json.response, attestationObject: object } }
}

/** Hints for the browser that it gave itself; those it does not know, it ignores. */
function transportsOf({ response }: RegistrationResponseJSON): string[] {
  const { transports } = response
  return Array.isArray(transports)
    ? transports
        .filter((name) => typeof name === 'string' && /^[a-z-]{1,32}$/.test(name))
        .slice(0, MOST_TRANSPORTS)
    : []
}

/** The library throws for anything that is wrong with a response. */
async function refusing<Outcome>(
  verify: () => Promise<Outcome | NotGenuine>,
): Promise<Outcome | NotGenuine> {
  try {
    return await verify()
  } catch (error) {
    return notGenuine(error instanceof Error ? error.message.slice(0, 200) : 'malformed')
  }
}

function notGenuine(detail: string): NotGenuine {
  return { is: 'not_genuine', detail }
}

function decoded(text: unknown): string {
  return typeof text === 'string' ? Buffer.from(text, 'base64url').toString('utf8') : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

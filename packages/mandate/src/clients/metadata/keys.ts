/** The keys of a client (RFC 7591 §2): by value, or at an address that it may change. */

import { createPublicKey } from 'node:crypto'
import { RegistrationRefused } from '../registration-refused.ts'
import { type MembersOf, type MetadataField, text, webAddressProblem, wrong } from './field.ts'

/** A JSON Web Key Set (RFC 7517 §5) of public keys. */
export interface PublicKeySet {
  readonly keys: readonly Readonly<Record<string, unknown>>[]
}

const MOST_KEYS = 20
const MOST_CHARACTERS = 50_000
/** The members that only a private or a symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

const jwks: MetadataField<PublicKeySet> = {
  help: 'a file with its public keys as a JSON Web Key Set',
  option: { takes: 'json_file', value: 'file' },
  read(value, name) {
    const { keys } = (value ?? {}) as { readonly keys?: unknown }
    const isTooLarge = (JSON.stringify(value) ?? '').length > MOST_CHARACTERS
    if (!Array.isArray(keys) || keys.length === 0 || keys.length > MOST_KEYS || isTooLarge) {
      throw wrong(name, `a JSON Web Key Set of 1 to ${MOST_KEYS} public keys`)
    }
    for (const [place, key] of keys.entries()) {
      const problem = publicKeyProblem(key)
      if (problem) throw new RegistrationRefused(`Key ${place + 1} of the ${name} ${problem}.`)
    }
    return { keys }
  },
}

export const keyFields = {
  jwks_uri: text({
    help: 'the address of its public keys, a JSON Web Key Set',
    value: 'url',
    problem: webAddressProblem,
  }),
  jwks,
}

/** RFC 7591 §2: jwks and jwks_uri MUST NOT both be present. */
export function keyProblem(metadata: MembersOf<typeof keyFields>): string | undefined {
  return metadata.jwks !== undefined && metadata.jwks_uri !== undefined
    ? 'A client has either jwks or jwks_uri.'
    : undefined
}

/** What is wrong with a key, to follow "Key 1 …"; undefined for a usable public key. */
function publicKeyProblem(key: unknown): string | undefined {
  if (typeof key !== 'object' || key === null) return 'is not an object'
  if (SECRET_MEMBERS.some((member) => member in key)) {
    return 'is not a public key: it has a private or symmetric part. Treat that key as leaked, and register the public part of a new one'
  }
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key, format: 'jwk' })
    const bits = asymmetricKeyDetails?.modulusLength
    if (asymmetricKeyType === 'rsa' && (bits ?? 0) < 2048) {
      return `has ${bits} bits; an RSA key needs 2048 or more`
    }
    return undefined
  } catch {
    return 'cannot be read as a JSON Web Key'
  }
}

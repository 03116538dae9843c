/** Makes new keys, in the form of the key file. */

import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type KeyType, signingKeyFrom } from '../signing/key.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import type { WrittenPair, WrittenSecret } from './content.ts'

const SECRET_BYTES = 32
const RSA_BITS = 2_048

export interface KeySource {
  readonly clock: Clock
  readonly random: Random
}

export function newSecretKey({ clock, random }: KeySource): WrittenSecret {
  return {
    id: Buffer.from(random(4)).toString('hex'),
    secret: Buffer.from(random(SECRET_BYTES)).toString('base64url'),
    created_at: clock.now(),
  }
}

/** An RSA key takes some 50 ms of processor time, the others less than one. */
export function newSigningKey(type: KeyType, { clock }: Pick<KeySource, 'clock'>): WrittenPair {
  return writtenPair(generate(type), clock)
}

/** A private key in PEM or as a JWK; undefined for any other text, or a key that cannot sign here. */
export function importedPair(
  text: string,
  { clock }: Pick<KeySource, 'clock'>,
): { readonly key: WrittenPair; readonly slot: KeyType } | undefined {
  try {
    const privateKey = text.trimStart().startsWith('{')
      ? createPrivateKey({ key: JSON.parse(text), format: 'jwk' })
      : createPrivateKey(text)
    const pair = signingKeyFrom(privateKey)
    return pair && { key: writtenPair(privateKey, clock), slot: pair.type }
  } catch {
    return undefined
  }
}

function writtenPair(privateKey: KeyObject, clock: Clock): WrittenPair {
  const pair = signingKeyFrom(privateKey)
  if (pair === undefined) throw new Error('a new key is not one that can sign')
  return { id: pair.id, jwk: { ...privateKey.export({ format: 'jwk' }) }, created_at: clock.now() }
}

function generate(type: KeyType): KeyObject {
  switch (type) {
    case 'RSA':
      return generateKeyPairSync('rsa', { modulusLength: RSA_BITS }).privateKey
    case 'EC':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    case 'OKP':
      return generateKeyPairSync('ed25519').privateKey
  }
}

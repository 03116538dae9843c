/** A realistic grant and key ring, for tests that need one. They contain no real secrets. */

import { hash } from 'node:crypto'
import type { KeyRing } from '../src/grants/derivation.ts'
import type { Grant, GrantId, KeyId } from '../src/grants/grant.ts'
import { signInText } from '../src/grants/sign-in-text.ts'

/** 32 bytes that depend only on the name. */
export function bytesNamed(name: string): Uint8Array {
  return Uint8Array.from(hash('sha256', name, 'buffer'))
}

export const FIRST_KEY = '0a1b2c3d' as KeyId
export const SECOND_KEY = 'ffeeddcc' as KeyId

export const sampleKeys: KeyRing = {
  current: FIRST_KEY,
  secrets: new Map([
    [FIRST_KEY, bytesNamed('first key')],
    [SECOND_KEY, bytesNamed('second key')],
  ]),
}

/** A grant whose first refresh token is live. It was created in second 1,000 and redeemed at 1,010. */
export function sampleGrant(changed: Partial<Grant> = {}): Grant {
  return {
    id: '000000000001aaaaaaaaaaaaaaaaaaaa' as GrantId,
    clientId: 'client_sample',
    subject: { kind: 'account', id: 'account_sample' },
    scope: 'read write',
    resource: [],
    seed: bytesNamed('seed'),
    redirectUri: 'https://client.example/cb',
    codeChallenge: null,
    authTime: 990,
    signIn: signInText({ amr: ['pwd'], acr: null }),
    extras: null,
    sid: null,
    createdAt: 1_000,
    generation: 1,
    keyId: FIRST_KEY,
    expiresAt: 1_010 + 31_536_000,
    redeemedAt: 1_010,
    retryKeyHash: null,
    recentRedemptions: null,
    details: null,
    parent: null,
    revokedAt: null,
    revokedBecause: null,
    ...changed,
  }
}

/** fast-check arbitraries that make tokens and damage them. */

import fc from 'fast-check'
import type { Confirmation } from '../src/grants/confirmation.ts'
import type { GrantId, KeyId } from '../src/grants/grant.ts'
import type { AccessTokenClaims, RedeemableClaims } from '../src/grants/token.ts'
import type { Narrowing } from '../src/grants/token-claims.ts'

/** Ordinary objects, so that they can be compared with the program's own. */
const plain = { noNullPrototype: true }

const hex = (digits: number) =>
  fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'),
    minLength: digits,
    maxLength: digits,
  })
const uint32 = fc.nat({ max: 0xffff_ffff })

const located = {
  keyId: hex(8).map((text) => text as KeyId),
  grantId: hex(32).map((text) => text as GrantId),
  generation: fc.oneof(fc.nat({ max: 3 }), uint32),
}

/** RFC 6749 §3.3: no space, no quotation mark, no backslash. */
const scopeToken = fc.string({
  unit: fc.constantFrom(...'!#azAZ09:./-_[]^`{|}~'),
  minLength: 1,
  maxLength: 12,
})
/** RFC 8707 §2: an absolute URI. Not all possible URLs, which take fast-check a second. */
const resource = fc
  .tuple(
    fc.constantFrom(
      'https://api.example',
      'https://[2001:db8::1]:8443',
      'com.example.app:',
      'urn:x:',
    ),
    fc.string({ unit: fc.constantFrom(...'aZ09-._~:/?@!$&()*+,;=%'), maxLength: 12 }),
  )
  .map((parts) => parts.join(''))
const narrowing: fc.Arbitrary<Narrowing> = fc.record(
  {
    scope: fc.array(scopeToken, { minLength: 1, maxLength: 4 }).map((tokens) => tokens.join(' ')),
    resource: fc.array(resource, { maxLength: 3 }),
  },
  plain,
)

export const confirmation: fc.Arbitrary<Confirmation> = fc.record(
  {
    by: fc.constantFrom('dpop', 'certificate'),
    thumbprint: fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((bytes) => Buffer.from(bytes).toString('base64url')),
  },
  plain,
)

export const redeemableClaims: fc.Arbitrary<RedeemableClaims> = fc.record(
  {
    kind: fc.constantFrom('ac', 'rt'),
    ...located,
    confirmation: fc.option(confirmation),
  },
  plain,
)
export const accessTokenClaims: fc.Arbitrary<AccessTokenClaims> = fc.record(
  {
    kind: fc.constant('at'),
    ...located,
    issuedAt: uint32,
    expiresAt: uint32,
    narrowing: fc.option(narrowing),
    confirmation: fc.option(confirmation),
  },
  plain,
)
export const anyClaims = fc.oneof(redeemableClaims, accessTokenClaims)

export const mac = fc.uint8Array({ minLength: 32, maxLength: 32 })

const urlSafe = fc.constantFrom(
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
)
const character = fc.oneof(urlSafe, fc.constantFrom(' ', '\n', '=', '+', '/', '.', 'é', '\0'))

/** One copying mistake: a character changed, dropped, added, doubled, or in the other case. */
export interface Damage {
  readonly kind: 'changed' | 'dropped' | 'added' | 'doubled' | 'other case'
  readonly at: number
  readonly character: string
}

export const damage: fc.Arbitrary<Damage> = fc.record(
  {
    kind: fc.constantFrom('changed', 'dropped', 'added', 'doubled', 'other case'),
    at: fc.nat({ max: 10_000 }),
    character,
  },
  plain,
)

/** The text after the mistake, which may have left it unchanged. */
export function damaged(text: string, { kind, at, character }: Damage): string {
  const place = at % (kind === 'added' ? text.length + 1 : text.length)
  const before = text.slice(0, place)
  const here = text.charAt(place)
  const after = text.slice(place + 1)
  switch (kind) {
    case 'changed':
      return before + character + after
    case 'dropped':
      return before + after
    case 'added':
      return before + character + text.slice(place)
    case 'doubled':
      return before + here + here + after
    case 'other case': {
      const upper = here.toUpperCase()
      return before + (here === upper ? here.toLowerCase() : upper) + after
    }
  }
}

/**
 * Which claims about a person a client gets (OpenID Connect Core §5). A claim is told only with the
 * scope that it belongs to, and the scope is what the person has agreed to.
 */

import type { Account } from '../store/records.ts'

/** OpenID Connect Core §5.4. */
const CLAIMS_OF_SCOPES = {
  profile: [
    ...(['name', 'family_name', 'given_name', 'middle_name', 'nickname'] as const),
    ...(['preferred_username', 'profile', 'picture', 'website', 'gender', 'birthdate'] as const),
    ...(['zoneinfo', 'locale', 'updated_at'] as const),
  ],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
} as const

export type ClaimScope = keyof typeof CLAIMS_OF_SCOPES
export type PersonalClaim = (typeof CLAIMS_OF_SCOPES)[ClaimScope][number]
export type Claims = Readonly<Partial<Record<PersonalClaim, unknown>>>

export const claimScopes = Object.keys(CLAIMS_OF_SCOPES) as readonly ClaimScope[]
export const personalClaims: readonly PersonalClaim[] = claimScopes.flatMap(
  (scope) => CLAIMS_OF_SCOPES[scope],
)

/** The claims that scope tokens, separated by spaces, stand for. */
export function claimsOfScope(scope: string): readonly PersonalClaim[] {
  const tokens = scope.split(' ')
  return claimScopes.filter((one) => tokens.includes(one)).flatMap((one) => CLAIMS_OF_SCOPES[one])
}

/** What is known about the person of these claims; a claim without a value is left out (§5.3.2). */
export function claimsFor(account: Account, wanted: readonly PersonalClaim[]): Claims {
  const known = knownOf(account)
  return Object.fromEntries(
    wanted.flatMap((claim) => (known[claim] === undefined ? [] : [[claim, known[claim]]])),
  )
}

/**
 * An address is called verified only if it is the sign-in name of this account: clients that find
 * their users by verified addresses must not take one account for another
 * (docs/decisions/0035-people-from-elsewhere.md).
 */
function knownOf({ name, email, emailKey, emailVerified, profile }: Account): Claims {
  return {
    ...profile,
    ...(profile?.phone_number !== undefined && {
      phone_number_verified: profile.phone_number_verified ?? false,
    }),
    ...(name !== null && { name }),
    ...(email !== null && { email, email_verified: emailVerified && emailKey !== null }),
  }
}

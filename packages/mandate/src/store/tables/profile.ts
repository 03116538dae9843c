import { document, nullable } from './table.ts'

/** OpenID Connect Core §5.1.1. */
export interface PostalAddress {
  readonly formatted?: string
  readonly street_address?: string
  readonly locality?: string
  readonly region?: string
  readonly postal_code?: string
  readonly country?: string
}

/**
 * What is known about a person besides name and e-mail address, with the names of OpenID Connect
 * Core §5.1. A member that is absent is unknown.
 */
export interface Profile {
  readonly given_name?: string
  readonly family_name?: string
  readonly middle_name?: string
  readonly nickname?: string
  readonly preferred_username?: string
  readonly profile?: string
  readonly picture?: string
  readonly website?: string
  readonly gender?: string
  readonly birthdate?: string
  readonly zoneinfo?: string
  readonly locale?: string
  readonly phone_number?: string
  readonly phone_number_verified?: boolean
  readonly address?: PostalAddress
  /** When this or the name changed last here, in seconds since 1970. */
  readonly updated_at?: number
}

export const profile = nullable(document<Profile>())

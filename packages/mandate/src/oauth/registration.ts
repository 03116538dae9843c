/** What makes a client or an API: the rules of registration. */

import { hash } from 'node:crypto'
import { withChecksum } from '../grants/token.ts'
import type { Client, Resource } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { redirectUriProblem } from './redirect-uri.ts'
import { isScope } from './scope.ts'

/** What was given cannot be registered; the message is a sentence for the person who gave it. */
export class RegistrationRefused extends Error {
  override readonly name = 'RegistrationRefused'
}

export interface ClientDescription {
  readonly name: string
  readonly redirectUris: readonly string[]
  readonly scope: string
  readonly isPublic: boolean
  readonly trusted: boolean
  readonly requirePkce: boolean
  /** Seconds, 0 to 600. */
  readonly refreshRetrySeconds: number
}

/** A secret with 256 bits, shown once, and what is kept of it. */
export interface NewSecret {
  readonly secret: string
  readonly secretHash: string
}

/** A new client record and, for a confidential one, its secret. Throws `RegistrationRefused`. */
export function describeClient(
  description: ClientDescription,
  source: { readonly clock: Clock; readonly random: Random },
): { readonly client: Client; readonly secret: string | null } {
  refuseClientProblem(description)
  if (description.isPublic && description.trusted) {
    // RFC 6749 §10.2: nobody can tell a public client from its imitation, so the user must be asked.
    throw new RegistrationRefused('A public client cannot be trusted to skip the consent page.')
  }
  const made = description.isPublic ? null : newSecret(source.random)
  return {
    client: {
      id: `client_${randomId(source.random)}`,
      name: description.name,
      redirectUris: description.redirectUris,
      scope: description.scope,
      secretHash: made?.secretHash ?? null,
      previousSecretHash: null,
      previousSecretExpiresAt: null,
      trusted: description.trusted,
      requirePkce: description.requirePkce || description.isPublic,
      refreshRetrySeconds: description.refreshRetrySeconds,
      createdAt: source.clock.now(),
      disabledAt: null,
    },
    secret: made?.secret ?? null,
  }
}

/** A new API record and its secret. Throws `RegistrationRefused`. */
export function describeResource(
  description: { readonly name: string; readonly uri: string },
  source: { readonly clock: Clock; readonly random: Random },
): { readonly resource: Resource; readonly secret: string } {
  refuseNameProblem(description.name)
  // RFC 8707 §2: an absolute URI without a fragment. A space would end it in a list.
  if (!/^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(description.uri) || description.uri.includes('#')) {
    throw new RegistrationRefused(
      `The URI ${description.uri} has to be absolute and without a fragment, such as https://api.example.com.`,
    )
  }
  const { secret, secretHash } = newSecret(source.random)
  return {
    resource: {
      id: `resource_${randomId(source.random)}`,
      name: description.name,
      uri: description.uri,
      secretHash,
      previousSecretHash: null,
      previousSecretExpiresAt: null,
      createdAt: source.clock.now(),
    },
    secret,
  }
}

/** The rules for everything that may also change later. Throws `RegistrationRefused`. */
export function refuseClientProblem(
  description: Partial<Omit<ClientDescription, 'isPublic' | 'trusted' | 'requirePkce'>>,
): void {
  const { name, redirectUris, scope, refreshRetrySeconds } = description
  if (name !== undefined) refuseNameProblem(name)
  if (redirectUris?.length === 0) {
    throw new RegistrationRefused('A client needs at least one redirect URI.')
  }
  for (const uri of redirectUris ?? []) {
    const problem = redirectUriProblem(uri)
    if (problem !== undefined) throw new RegistrationRefused(`The redirect URI ${uri} ${problem}.`)
  }
  if (scope !== undefined && !isScope(scope)) {
    throw new RegistrationRefused('The scope has to be scope tokens with one space between.')
  }
  if (
    refreshRetrySeconds !== undefined &&
    !(
      Number.isInteger(refreshRetrySeconds) &&
      refreshRetrySeconds >= 0 &&
      refreshRetrySeconds <= 600
    )
  ) {
    throw new RegistrationRefused('The refresh retry seconds have to be a whole number, 0 to 600.')
  }
}

/** A new client secret: 256 bits; what is kept is a plain hash, since nobody can guess it. */
export function newSecret(random: Random): NewSecret {
  const secret = withChecksum(`mdt_cs_${Buffer.from(random(32)).toString('base64url')}`)
  return { secret, secretHash: hashSecret(secret) }
}

export function hashSecret(secret: string): string {
  return hash('sha256', secret)
}

function refuseNameProblem(name: string): void {
  // Control and format characters could make one name look like another; half a character is none.
  if (name.trim() === '' || name.length > 200 || /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new RegistrationRefused('The name has to have 1 to 200 visible characters.')
  }
}

function randomId(random: Random): string {
  return Buffer.from(random(15)).toString('base64url')
}

/**
 * A Client ID Metadata Document: what a client says about itself at the URL that is its id
 * (draft-ietf-oauth-client-id-metadata-document-02 §4). The text is another party's. It is read like
 * the registration of a client that registers itself, and may say less: no shared secret, and nothing
 * that makes this server call further addresses besides that of its keys.
 */

import { hash } from 'node:crypto'
import type { Client } from '../../store/records.ts'
import { wrong } from '../metadata/field.ts'
import { changedMetadata, type EnteredMetadata, readMetadata } from '../metadata/fields.ts'
import { redirectUriProblem } from '../redirect-uri.ts'
import { makeClient } from '../registration.ts'
import { RegistrationRefused } from '../registration-refused.ts'
import { readSelfDescription, type SelfDescription } from '../self-registration.ts'

/** What a document says of its client. */
export type Described = Omit<
  Client,
  'scope' | 'registration' | 'logo' | 'createdAt' | 'disabledAt' | OfOperator
>

/** Only the operator can say these of a client. */
export type OfOperator = 'defaultResources' | 'optionalScope' | 'publisher' | 'refreshRetrySeconds'

export interface ClientDocument {
  readonly client: Described
  /** The scope that it asks for; empty if it names none. */
  readonly scope: string
  /** SHA-256 of all that is used of it, base64url: another one asks people again. */
  readonly digest: string
}

/** §4.1: nobody can agree on a secret with a server that knows only the document. */
const SECRETS = ['client_secret', 'client_secret_expires_at']
/** Metadata that strangers cannot take for themselves here: it is left out. */
const LEFT_OUT = ['sector_identifier_uri', 'request_uris', 'profile']

/**
 * Reads the document at `url`. `schemes` are private-use schemes without a dot that its redirect URIs
 * may have. Throws `RegistrationRefused`, whose sentence is for the client's developer.
 */
export function readDocument(
  text: string,
  { url, schemes }: { readonly url: string; readonly schemes: readonly string[] },
): ClientDocument {
  const body = parsed(text)
  if (body['client_id'] !== url) {
    throw new RegistrationRefused('The client_id in the document is not the URL of the document.')
  }
  const secret = SECRETS.find((name) => Object.hasOwn(body, name))
  if (secret !== undefined) {
    throw new RegistrationRefused(
      `The document contains ${secret}. Everybody can read it, so it cannot have a secret: remove it, and treat the secret as leaked.`,
    )
  }
  // RFC 7591 §2 has a secret as the default, which a document cannot mean.
  const { token_endpoint_auth_method: method = 'none' } = body
  if (method !== 'none' && method !== 'private_key_jwt') {
    throw wrong('token_endpoint_auth_method', 'none or private_key_jwt')
  }
  if (typeof body['client_name'] !== 'string' || body['client_name'].trim() === '') {
    throw wrong('client_name', 'the name of the client')
  }
  const { scope = '' } = body
  if (typeof scope !== 'string') throw wrong('scope', 'a text')
  const usable = { ...body, scope: '', redirect_uris: usableRedirectUris(body, schemes) }
  const read = readSelfDescription(usable, { scope: '', schemes })
  const kept = Object.entries(read.metadata).filter(([name]) => !LEFT_OUT.includes(name))
  const entered = { ...Object.fromEntries(kept), token_endpoint_auth_method: method }
  const described = {
    ...read,
    // Which scope it gets depends on the settings.
    scope: 'openid',
    isPublic: method === 'none',
    allowedSchemes: schemes,
    metadata: changedMetadata({}, readMetadata(entered)),
  }
  const digest = digestOf({ ...read, metadata: entered }, scope)
  const source = { clock: { now: () => 0 }, random: noChance, id: url, revision: digest }
  const { client } = makeClient(described, source)
  return { client, scope, digest }
}

/** Neither the id, a secret nor a revision is made here. */
function noChance(): never {
  throw new Error('A client with a document has no secret.')
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new RegistrationRefused('The document is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RegistrationRefused('The document is not a JSON object.')
  }
  return value as Readonly<Record<string, unknown>>
}

/**
 * One document serves every authorization server, and may have addresses for others that cannot be
 * used here. They are left out; all of them are kept if none can be used, so that the refusal says
 * why.
 */
function usableRedirectUris(
  body: Readonly<Record<string, unknown>>,
  schemes: readonly string[],
): unknown {
  const { redirect_uris: uris } = body
  if (!Array.isArray(uris)) return uris
  const usable = uris.filter(
    (uri) => typeof uri !== 'string' || redirectUriProblem(uri, schemes) === undefined,
  )
  return usable.length === 0 ? uris : usable
}

function digestOf(description: SelfDescription, scope: string): string {
  const { redirectUris, grantTypes, metadata, scope: _, ...rest } = description
  return hash(
    'sha256',
    JSON.stringify([
      Object.entries(rest).toSorted(byName),
      ...[redirectUris.toSorted(), grantTypes.toSorted(), scope],
      sorted(metadata),
    ]),
    'base64url',
  )
}

/** The same members in another order are the same metadata. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as EnteredMetadata).toSorted(byName)
  return entries.map(([name, one]) => [name, sorted(one)])
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}

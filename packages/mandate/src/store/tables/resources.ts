import type { SigningAlgorithm } from '../../signing/key.ts'
import { secretAuthentication } from './authentication.ts'
import { flag, id, nullable, table, text, textOf, time } from './table.ts'

/** The properties of an API that may change after registration. */
export const changeableResource = table('resources', {
  name: text,
  /** Accepts only tokens that name it (RFC 9700 §2.3). */
  restricted: flag,
  /** It receives the e-mail address of a grant's account if the grant is not older than this. */
  needsUsernameSince: nullable(time),
  /** Its access tokens are JWTs signed with this (RFC 9068); null for opaque ones. */
  jwtAlgorithm: nullable(textOf<SigningAlgorithm>()),
})

export const resources = table('resources', {
  id,
  /** Its resource indicator (RFC 8707 §2), as registered. */
  uri: id,
  /** The key that all spellings of the URI share; unique. */
  uriKey: id,
  ...changeableResource.fields,
  authentication: secretAuthentication,
  createdAt: time,
  /** Another one after each change, for compare-and-set. */
  revision: id,
})

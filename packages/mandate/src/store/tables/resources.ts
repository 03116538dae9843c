import { secretAuthentication } from './authentication.ts'
import { flag, id, nullable, table, text, time } from './table.ts'

/** What may change in an API after registration. */
export const changeableResource = table('resources', {
  name: text,
  /** Takes only tokens that name it (RFC 9700 §2.3). */
  restricted: flag,
  /** It is told the e-mail address of a grant's account where the grant is not older than this. */
  needsUsernameSince: nullable(time),
})

export const resources = table('resources', {
  id,
  /** Its resource indicator (RFC 8707 §2), as registered. */
  uri: id,
  /** What all spellings of the URI share; unique. */
  uriKey: id,
  ...changeableResource.fields,
  authentication: secretAuthentication,
  createdAt: time,
})

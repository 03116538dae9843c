/**
 * A client as the API shows and takes it: the members of `documents/client.ts`, and those of its
 * metadata, which are described once in `clients/metadata/`.
 */

import { authenticationMethods } from '../../../clients/authentication/methods.ts'
import type { MetadataField } from '../../../clients/metadata/field.ts'
import { metadataFields } from '../../../clients/metadata/fields.ts'
import { MOST_RESOURCES } from '../../../grants/resource-uri.ts'
import {
  choice,
  flag,
  identifier,
  list,
  optional,
  orNull,
  pageOf,
  shape,
  type TProperties,
  type TSchema,
  Type,
  text,
  time,
  whole,
} from '../schema.ts'

const METHOD = 'token_endpoint_auth_method'
const methods = [...new Set(authenticationMethods.flatMap(({ names }) => names))]

/** A JSON Schema for a member of the metadata; `read` has the rest of its rules. */
function schemaOf({ help, option, choices }: MetadataField<unknown>): TSchema {
  if (choices !== undefined) return choice(choices, help)
  switch (option.takes) {
    case 'nothing':
      return flag(help)
    case 'number':
      return Type.Integer({ description: help })
    case 'list':
      return list(text('One of them.'), help)
    case 'json_file':
      return Type.Object({}, { description: help, additionalProperties: true })
    case 'text':
      return text(help)
  }
}

const metadata: TProperties = Object.fromEntries(
  metadataFields
    .filter(([name]) => name !== METHOD)
    .map(([name, field]) => [name, optional(schemaOf(field))]),
)

const name = text('What people read on the consent page.', 200)
const scope = text('The scope tokens that it may ask for, with one space between.', 4_000)
const uris = (description: string) => list(text('A URI.'), description)
const about = (description: string) => text(description)

/** What can be set. */
const properties = {
  client_name: name,
  redirect_uris: uris('Where browsers are sent back to, exactly.'),
  scope,
  grant_types: list(text('A grant type.', 200), 'The grant types that it may use.'),
  trusted: flag('Whether it belongs to the platform itself, so that users are not asked.'),
  require_pkce: flag('Whether its logins are refused without PKCE.'),
  refresh_retry_seconds: whole(
    'For how long the same refresh token gets the same answer instead of ending the grant.',
    { from: 0, to: 600 },
  ),
  default_resources: list(
    text('A resource indicator.'),
    'The APIs that its tokens are for when a request names none. None: every API.',
    MOST_RESOURCES,
  ),
  allowed_schemes: list(
    text('A scheme.', 100),
    'Schemes without a dot that its redirect URIs may have; any app can claim them.',
  ),
  optional_scope: text('The tokens of its scope that people may leave out.', 4_000),
  publisher: about('Who makes it.'),
  client_uri: about('Its website: https.'),
  policy_uri: about('Its privacy policy: https.'),
  tos_uri: about('Its terms of service: https.'),
}

const method = choice(methods, 'How it proves itself; `none` for a public client.')

export const clientSchema = shape(
  {
    client_id: identifier('The id of the client.'),
    client_secret: optional(text('Only in the answer that made it. It is not stored.')),
    client_secret_expires_at: optional(
      Type.Integer({ description: '0: never (RFC 7591 §3.2.1).' }),
    ),
    client_id_issued_at: time('When it was registered'),
    response_types: list(text('A response type.', 200), 'Follows from its grant types.'),
    [METHOD]: choice([...methods, 'unknown'], 'How it proves itself.'),
    ...properties,
    ...everyOptional(['optional_scope', 'publisher', 'client_uri', 'policy_uri', 'tos_uri']),
    ...metadata,
    has_logo: optional(flag('Whether it has a logo.')),
    self_registered: optional(flag('It registered itself, and nobody has checked what it says.')),
    described_by_document: optional(flag('The document at its id describes it.')),
    disabled: flag('Whether all its requests and tokens are refused.'),
  },
  { title: 'Client', description: 'A system that acts for users (RFC 7591 §3.2.1).' },
)

export const clientPage = pageOf('ClientPage', clientSchema)

export const newClientSchema = shape(
  {
    ...Object.fromEntries(
      Object.entries(properties).map(([member, schema]) => [member, optional(schema)]),
    ),
    client_name: name,
    [METHOD]: optional(method),
    ...metadata,
  },
  { title: 'NewClient' },
)

/** A merge patch (RFC 7396). */
export const clientChangeSchema = shape(
  Object.fromEntries(
    Object.entries({ ...properties, [METHOD]: method, ...metadata }).map(([member, schema]) => [
      member,
      optional(isRemovable(member) ? orNull(schema) : schema),
    ]),
  ),
  { title: 'ClientChange', description: 'Null takes a member away.' },
)

/** Every other property has always a value. */
function isRemovable(member: string): boolean {
  return (
    (member !== METHOD && !Object.hasOwn(properties, member)) ||
    ['default_resources', 'allowed_schemes', 'optional_scope', 'publisher'].includes(member) ||
    member.endsWith('_uri')
  )
}

function everyOptional(names: readonly (keyof typeof properties)[]): TProperties {
  return Object.fromEntries(names.map((member) => [member, optional(properties[member])]))
}

export const rotatedClientSchema = shape(
  {
    client_id: identifier('The id of the client or the API.'),
    client_secret: text('The new secret. It is not stored.'),
    previous_client_secret_expires_at: time('Until when the previous one works'),
  },
  { title: 'NewSecret' },
)

export const rotationSchema = shape(
  {
    overlap_seconds: optional(
      whole('For how long the current secret still works. Default: the setting.', {
        from: 0,
        to: 31_536_000,
      }),
    ),
  },
  { title: 'Rotation' },
)

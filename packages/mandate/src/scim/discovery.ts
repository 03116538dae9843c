/** What this server supports: ServiceProviderConfig, ResourceTypes, Schemas (RFC 7643 §5 to §7). */

import { NAME_PARTS, USER_SCHEMA } from './attributes.ts'
import { DEFAULT_COUNT, MOST_USERS_PER_PAGE } from './query.ts'
import type { JsonObject } from './values.ts'

const SCHEMAS = 'urn:ietf:params:scim:schemas:core:2.0'

export function serviceProviderConfig(base: string): JsonObject {
  return {
    schemas: [`${SCHEMAS}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MOST_USERS_PER_PAGE },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    // RFC 9865 §4.
    pagination: {
      ...{ cursor: true, index: true, defaultPaginationMethod: 'index' },
      ...{ defaultPageSize: DEFAULT_COUNT, maxPageSize: MOST_USERS_PER_PAGE },
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Platform key',
        description: 'A platform key with the permission scim, as a bearer token.',
        specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  }
}

/** Only users: there are no groups. */
export function resourceTypes(base: string): readonly JsonObject[] {
  return [
    {
      schemas: [`${SCHEMAS}:ResourceType`],
      id: 'User',
      name: 'User',
      description: 'A person with an account',
      endpoint: '/Users',
      schema: USER_SCHEMA,
      meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
    },
  ]
}

export function schemas(base: string): readonly JsonObject[] {
  return [
    {
      schemas: [`${SCHEMAS}:Schema`],
      id: USER_SCHEMA,
      name: 'User',
      description: 'A person with an account',
      attributes: USER_ATTRIBUTES,
      meta: { resourceType: 'Schema', location: `${base}/Schemas/${USER_SCHEMA}` },
    },
  ]
}

/** A list of all of them; query parameters are ignored (RFC 7644 §4). */
export function listOf(resources: readonly JsonObject[]): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: resources.length,
    itemsPerPage: resources.length,
    startIndex: 1,
    Resources: resources,
  }
}

const text = (name: string, description: string, more: JsonObject = {}): JsonObject => ({
  ...{ name, type: 'string', multiValued: false, description, required: false, caseExact: false },
  ...{ mutability: 'readWrite', returned: 'default', uniqueness: 'none' },
  ...more,
})

const USER_ATTRIBUTES: readonly JsonObject[] = [
  text('userName', 'The directory’s unique name for the person, case-insensitive', {
    required: true,
    uniqueness: 'server',
  }),
  text('displayName', 'The name to show'),
  text('nickName', 'The casual name'),
  text('profileUrl', 'The address of a page about the person', { type: 'reference' }),
  text('locale', 'The language tag for times and currency'),
  text('timezone', 'The time zone, for example Europe/Paris'),
  {
    ...text('name', 'The parts of the name', { type: 'complex' }),
    subAttributes: NAME_PARTS.map((part) => text(part, `The ${words(part)}`)),
  },
  {
    ...text('emails', 'The e-mail address; of several, the primary one is stored', {
      type: 'complex',
      multiValued: true,
    }),
    subAttributes: [
      text('value', 'The address'),
      text('type', 'For example work or home'),
      text('primary', 'Whether it is the preferred address', { type: 'boolean' }),
    ],
  },
  text('active', 'Whether the person may sign in and applications may act for them', {
    type: 'boolean',
  }),
]

function words(part: string): string {
  return part === 'formatted'
    ? 'whole name'
    : part.replace(/[A-Z]/g, (one) => ` ${one.toLowerCase()}`)
}

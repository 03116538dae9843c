/**
 * The description of the admin API: OpenAPI 3.1, made of the same endpoints and schemas that check the
 * requests. Schemas with a title become components.
 */

import { adminApiUri } from '../../oauth/admin-api.ts'
import { PATHS } from '../../oauth/metadata.ts'
import { everyPermission, scopeOf } from '../../operators/permissions.ts'
import type { Endpoint } from './endpoint.ts'
import { nouns } from './nouns.ts'
import { pageParameters, problemSchema, type TSchema } from './schema.ts'

type Json = Readonly<Record<string, unknown>>

const VERSION = '1'

/** As JSON. The issuer says where the server is. */
export function describeApi(settings: { readonly issuer: string }): string {
  const components: Record<string, unknown> = {}
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { name, endpoints } of nouns) {
    for (const endpoint of endpoints) {
      const place = paths[endpoint.path] ?? parametersOf(endpoint.path)
      place[endpoint.method.toLowerCase()] = describe(endpoint, name, components)
      paths[endpoint.path] = place
    }
  }
  const problem = reference(problemSchema, components)
  return JSON.stringify({
    openapi: '3.1.1',
    info: {
      title: 'Mandate admin API',
      version: VERSION,
      description:
        'What operators do, for programs. Errors are problem details (RFC 9457): `code` is stable, `detail` says what would be right, and `field` where it is wrong.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: adminApiUri(settings) }],
    tags: nouns.map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      schemas: components,
      responses: {
        Problem: {
          description: 'Why it was refused.',
          content: { 'application/problem+json': { schema: problem } },
        },
        Unauthenticated: {
          description: 'There is no access token, or it is not good for this API.',
          headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
          content: { 'application/problem+json': { schema: problem } },
        },
        Unavailable: {
          description: 'The server is busy or cannot reach its database; nothing is lost.',
          headers: { 'Retry-After': { schema: { type: 'string' } } },
          content: { 'application/problem+json': { schema: problem } },
        },
      },
      parameters: HEADERS,
      securitySchemes: { oauth2: security(settings) },
    },
  })
}

/** RFC 6749; the token names this API as its `resource` (RFC 8707). */
function security({ issuer }: { readonly issuer: string }): Json {
  const scopes = Object.fromEntries(everyPermission.map((one) => [scopeOf(one), meaningOf(one)]))
  const tokenUrl = issuer + PATHS.token
  return {
    type: 'oauth2',
    description: `Ask for a token with \`resource=${adminApiUri({ issuer })}\` and the scopes that you need.`,
    flows: {
      clientCredentials: { tokenUrl, scopes },
      authorizationCode: { authorizationUrl: issuer + PATHS.authorization, tokenUrl, scopes },
    },
  }
}

function meaningOf(permission: string): string {
  const [noun, verb] = permission.split(':')
  if (verb === 'help') return 'Help one person: end sessions, unlock, mail a reset link'
  return `${verb === 'read' ? 'See' : 'Change'} ${noun}`
}

const HEADERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'A random text of your own. Sent again with the same key within a day, the same request gets the same answer and makes nothing more.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description:
      'The ETag of the document that you changed, so that no change of somebody else is lost. `*` for whatever it is now.',
    schema: { type: 'string', minLength: 1 },
  },
} as const

function parametersOf(path: string): Record<string, unknown> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  if (names.length === 0) return {}
  return {
    parameters: names.map((name) => ({
      ...{ name, in: 'path', required: true },
      schema: { type: 'string', minLength: 1 },
    })),
  }
}

function describe(endpoint: Endpoint, tag: string, components: Record<string, unknown>): Json {
  const { id, summary, description, needs, query, body, answer, status, isList } = endpoint
  const properties = { ...query, ...(isList && pageParameters) }
  const parameters = [
    ...Object.entries(properties).map(([name, schema]) => ({
      ...{ name, in: 'query' },
      ...descriptionOf(schema),
      schema: reference(schema, components),
    })),
    ...(endpoint.creates ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(endpoint.current === undefined ? [] : [{ $ref: '#/components/parameters/IfMatch' }]),
  ]
  return {
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    tags: [tag],
    security: [{ oauth2: [scopeOf(needs)] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: reference(body, components) } },
      },
    }),
    responses: {
      [status]:
        answer === undefined
          ? { description: 'It is done.' }
          : {
              description: status === 201 ? 'It was made.' : 'The answer.',
              ...(Object.keys(headersOf(endpoint)).length > 0 && { headers: headersOf(endpoint) }),
              content: { 'application/json': { schema: reference(answer, components) } },
            },
      ...problemsOf(endpoint),
    },
  }
}

function headersOf(endpoint: Endpoint): Json {
  const header = (said: string) => ({ description: said, schema: { type: 'string' } })
  return {
    ...(!endpoint.isList &&
      endpoint.secret !== true && { ETag: header('Names this state of the document.') }),
    ...(endpoint.location !== undefined && { Location: header('Where it is.') }),
  }
}

function problemsOf(endpoint: Endpoint): Json {
  const { path, query, body, isList, current, creates, problems = {} } = endpoint
  const problem = { $ref: '#/components/responses/Problem' }
  const mayConflict = creates || 409 in problems
  return {
    ...((query !== undefined || isList || body !== undefined || creates) && { 400: problem }),
    401: { $ref: '#/components/responses/Unauthenticated' },
    403: problem,
    ...((path.includes('{') || 404 in problems) && { 404: problem }),
    ...(mayConflict && { 409: problem }),
    ...(current !== undefined && { 412: problem }),
    ...(body !== undefined && { 413: problem, 415: problem }),
    ...((body !== undefined || creates) && { 422: problem }),
    ...(current !== undefined && { 428: problem }),
    503: { $ref: '#/components/responses/Unavailable' },
  }
}

function descriptionOf(schema: TSchema): Json {
  const { description } = schema as { readonly description?: string }
  return description === undefined ? {} : { description }
}

/** The schema as JSON, with each part that has a title moved to the components. */
function reference(schema: object, components: Record<string, unknown>): unknown {
  const { title } = schema as { readonly title?: string }
  if (title === undefined) return plain(schema, components)
  if (!Object.hasOwn(components, title)) {
    components[title] = {}
    components[title] = plain(schema, components)
  }
  return { $ref: `#/components/schemas/${title}` }
}

function plain(value: unknown, components: Record<string, unknown>): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => (isObject(one) ? reference(one, components) : one))
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.startsWith('~'))
      .map(([name, part]) => [
        name,
        isObject(part) && name !== 'properties'
          ? Array.isArray(part)
            ? plain(part, components)
            : reference(part, components)
          : name === 'properties'
            ? membersOf(part as Json, components)
            : part,
      ]),
  )
}

/** A member may be called `title`, too. */
function membersOf(members: Json, components: Record<string, unknown>): Json {
  return Object.fromEntries(
    Object.entries(members).map(([name, schema]) => [
      name,
      reference(schema as object, components),
    ]),
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

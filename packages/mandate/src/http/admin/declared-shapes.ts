/** Checks the entries of a declared file with the schemas of the admin API, which has the same documents. */

import type { Problem, Shape } from '../../apply/plan.ts'
import { nearest } from '../../settings/nearest.ts'
import { SIGNING_ALGORITHMS } from '../../signing/key.ts'
import type { TSchema } from './schema.ts'

export async function shapeProblems(shape: Shape, entry: unknown): Promise<readonly Problem[]> {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return [{ at: [], text: 'give a map of members' }]
  }
  const schema = (await schemas())[shape]
  const known = Object.keys((schema as unknown as { properties: object }).properties)
  const unknown = Object.keys(entry).filter((name) => !known.includes(name))
  if (unknown.length > 0)
    return unknown.map((name) => ({ at: [name], text: unknownMember(name, known) }))
  const [{ checkBody }, { Problem: HttpProblem }] = await Promise.all([
    import('./check.ts'),
    import('../problem.ts'),
  ])
  try {
    checkBody(schema, entry)
    return []
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    return (error.errors ?? []).map(({ field, detail }) => ({ at: pointed(field), text: detail }))
  }
}

function unknownMember(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return meant === undefined
    ? `there is no member ${name}; its members are ${known.join(', ')}`
    : `there is no member ${name}; did you mean ${meant}?`
}

/** RFC 6901 §4. */
function pointed(pointer: string): readonly (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

let made: Promise<Readonly<Record<Shape, TSchema>>> | undefined

/** Loaded on use: the library of schemas is not small. */
function schemas(): Promise<Readonly<Record<Shape, TSchema>>> {
  made ??= makeSchemas()
  return made
}

async function makeSchemas(): Promise<Readonly<Record<Shape, TSchema>>> {
  const [{ newClientSchema, clientChangeSchema }, language] = await Promise.all([
    import('./nouns/client-schemas.ts'),
    import('./schema.ts'),
  ])
  const { choice, flag, list, optional, orNull, shape, text, Type, whole } = language
  const more = {
    client_secret: optional(text('A reference to the secret.', 4_000)),
    disabled: optional(flag('Whether all its requests and tokens are refused.')),
  }
  const logo = optional(orNull(text('A reference to a PNG or JPEG.', 4_000)))
  const webhook = {
    url: text('Where requests are sent.'),
    events: optional(list(text('An event type, or a group such as `user.*`.', 100), 'Events.')),
    webhook_secret: optional(text('A reference to the secret.', 4_000)),
    disabled: optional(flag('Whether it is paused.')),
  }
  const plain = (schema: unknown) => (schema as { properties: Record<string, TSchema> }).properties
  const api = {
    restricted: optional(flag('Whether it accepts only tokens that name it.')),
    needs_username: optional(flag('Whether it is told the e-mail address of users.')),
    access_token_signed_alg: optional(orNull(choice(SIGNING_ALGORITHMS, 'Its tokens are JWTs.'))),
    client_id: optional(text('Its id.', 100)),
    client_secret: more.client_secret,
  }
  const name = text('What people read.', 200)
  return {
    new_client: shape({ ...plain(newClientSchema), ...more, logo }),
    client: shape({ ...plain(clientChangeSchema), ...more, logo }),
    new_webhook: shape(webhook),
    webhook: shape({ ...webhook, url: optional(webhook.url) }),
    new_resource: shape({ client_name: name, ...api }),
    resource: shape({ client_name: optional(name), ...api }),
    issuer: shape({
      name,
      issuer: text('The iss of its tokens.', 500),
      purpose: choice(['jwt-bearer', 'id-jag', 'workload'], 'What it is trusted for.'),
      tenant: optional(text('The tenant.', 255)),
      customer: optional(text('Whose it is.', 200)),
      provider: optional(text('Whose people it speaks of.', 255)),
      jwks_uri: optional(text('Where its keys are.')),
      jwks: optional(Type.Object({}, { additionalProperties: true })),
      signing_alg_values_supported: optional(list(text('An algorithm.', 20), 'Algorithms.')),
      max_lifetime_seconds: optional(whole('The longest lifetime.', { from: 10, to: 86_400 })),
      clients: optional(Type.Record(Type.String(), Type.String())),
      scope: optional(text('What they may get.', 4_000)),
      resources: optional(list(text('An API.'), 'The APIs.')),
      provisions: optional(flag('Whether new people get an account.')),
      logout_audience: optional(text('The audience of its logout tokens.')),
      single_use: optional(flag('Whether each token is good once.')),
      disabled: optional(flag('Whether it is not trusted for now.')),
    }),
  }
}

/** APIs (resource servers), which accept access tokens. */

import { resourceDocument } from '../../../documents/resource.ts'
import {
  createResource,
  deleteResource,
  rotateResourceSecret,
  updateResource,
} from '../../../operations/resources.ts'
import { SIGNING_ALGORITHMS } from '../../../signing/key.ts'
import type { HttpContext } from '../../context.ts'
import { act, change, creation, listing, type Noun, read, removal } from '../endpoint.ts'
import { changedMeanwhile, clockInDoubt, conflict, noSuch, notValid } from '../refusals.ts'
import {
  choice,
  flag,
  identifier,
  type Of,
  optional,
  orNull,
  pageOf,
  shape,
  text,
  time,
} from '../schema.ts'
import { rotatedClientSchema, rotationSchema } from './client-schemas.ts'

const PATH = '/resources/{client_id}'

const properties = {
  client_name: text('What people read on the consent page.', 200),
  restricted: flag('Whether it accepts only tokens that name it.'),
  needs_username: flag('Whether it is told the e-mail address of users; the consent page says so.'),
}
const algorithm = choice(
  SIGNING_ALGORITHMS,
  'Its access tokens are JWTs signed with this, which it can read itself (RFC 9068).',
)

const resourceSchema = shape(
  {
    client_id: identifier('Its id, with which it introspects tokens.'),
    client_id_issued_at: time('When it was registered'),
    resource: text('Its resource indicator (RFC 8707 §2), as registered.'),
    ...properties,
    needs_username_since: optional(time('Since when it is told that, for grants from then on')),
    access_token_signed_alg: optional(algorithm),
    client_secret: optional(text('Only in the answer that made it. It is not stored.')),
  },
  { title: 'Resource', description: 'An API that accepts access tokens.' },
)
type ResourceDocument = Of<typeof resourceSchema>

export const resources: Noun = {
  name: 'APIs',
  description: 'The APIs (resource servers) that accept access tokens.',
  endpoints: [
    listing({
      id: 'listResources',
      path: '/resources',
      summary: 'List APIs',
      needs: 'resources:read',
      answer: pageOf('ResourcePage', resourceSchema),
      run: async ({ context, page }) => {
        const { rows, next } = await context.store.resources.list(page)
        return { rows: rows.map((one) => resourceDocument(one)), next }
      },
    }),
    creation({
      id: 'createResource',
      path: '/resources',
      summary: 'Register an API',
      description: 'The answer has its secret, which is not stored.',
      needs: 'resources:write',
      secret: true,
      problems: { 409: 'Another API has this URI, or another spelling of it.' },
      body: shape(
        {
          client_name: properties.client_name,
          resource: text('Its resource indicator: an absolute URI without a fragment.'),
          restricted: optional(properties.restricted),
          needs_username: optional(properties.needs_username),
          access_token_signed_alg: optional(algorithm),
        },
        { title: 'NewResource' },
      ),
      answer: resourceSchema,
      location: ({ client_id: id }) => `/resources/${encodeURIComponent(id)}`,
      run: async ({ context, actor, body }) => {
        const outcome = await createResource(context, actor, {
          name: body.client_name,
          uri: body.resource,
          restricted: body.restricted ?? false,
          needsUsername: body.needs_username ?? false,
          jwtAlgorithm: body.access_token_signed_alg ?? null,
        })
        if (outcome.is === 'invalid') throw notValid(outcome.sentence)
        if (outcome.is === 'uri_taken') {
          throw conflict(
            'uri_taken',
            `Another API has this URI: ${outcome.by?.id ?? 'see the list'}.`,
          )
        }
        return resourceDocument(outcome.resource, outcome.secret) as ResourceDocument
      },
    }),
    read({
      id: 'readResource',
      path: PATH,
      summary: 'Read an API',
      needs: 'resources:read',
      answer: resourceSchema,
      run: async ({ context, params }) => found(context, params.client_id),
    }),
    change({
      id: 'updateResource',
      path: PATH,
      summary: 'Change an API',
      needs: 'resources:write',
      body: shape(
        {
          client_name: optional(properties.client_name),
          restricted: optional(properties.restricted),
          needs_username: optional(properties.needs_username),
          access_token_signed_alg: optional(orNull(algorithm)),
        },
        { title: 'ResourceChange' },
      ),
      answer: resourceSchema,
      current: ({ context, params }) => context.store.resources.find(params.client_id),
      document: (api) => resourceDocument(api),
      run: async ({ context, actor, params, body, asRead }) => {
        const { client_name: name, restricted, needs_username: needsUsername } = body
        const { access_token_signed_alg: jwtAlgorithm } = body
        const outcome = await updateResource(context, actor, {
          resourceId: params.client_id,
          change: {
            ...(name !== undefined && { name }),
            ...(restricted !== undefined && { restricted }),
            ...(needsUsername !== undefined && { needsUsername }),
            ...(jwtAlgorithm !== undefined && { jwtAlgorithm }),
          },
          revision: asRead?.revision,
        })
        if (outcome.is === 'no_such_resource') throw noSuch('API')
        if (outcome.is === 'changed_meanwhile') throw changedMeanwhile()
        if (outcome.is === 'invalid') throw notValid(outcome.sentence)
        return resourceDocument(outcome.resource) as ResourceDocument
      },
    }),
    removal({
      id: 'deleteResource',
      path: PATH,
      summary: 'Delete an API; tokens meant only for it are then honoured nowhere',
      needs: 'resources:write',
      run: async ({ context, actor, params }) => {
        const { is } = await deleteResource(context, actor, { resourceId: params.client_id })
        if (is === 'no_such_resource') throw noSuch('API')
      },
    }),
    act({
      id: 'rotateResourceSecret',
      path: `${PATH}/secret`,
      summary: 'Make a new secret for an API',
      description: 'The current one keeps working for a while; an older one ends now.',
      needs: 'resources:write',
      secret: true,
      creates: true,
      problems: { 409: 'The clock is in doubt.' },
      body: rotationSchema,
      answer: rotatedClientSchema,
      run: async ({ context, actor, params: { client_id: id }, body }) => {
        const overlapSeconds = body.overlap_seconds
        const outcome = await rotateResourceSecret(context, actor, { id, overlapSeconds })
        if (outcome.is === 'no_such_resource') throw noSuch('API')
        if (outcome.is === 'clock_in_doubt') throw clockInDoubt()
        return {
          client_id: id,
          client_secret: outcome.secret,
          previous_client_secret_expires_at: outcome.previousExpiresAt,
        }
      },
    }),
  ],
}

async function found({ store }: HttpContext, id: string): Promise<ResourceDocument> {
  const api = await store.resources.find(id)
  if (api === undefined) throw noSuch('API')
  return resourceDocument(api) as ResourceDocument
}

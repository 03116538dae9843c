/** Clients: the systems that act for users, or in their own name. */

import { clientDocument, readClientDocument } from '../../../documents/client.ts'
import {
  type ClientRefused,
  createClient,
  deleteClient,
  disableClient,
  enableClient,
  rotateClientSecret,
  updateClient,
} from '../../../operations/clients.ts'
import type { ChangedMeanwhile } from '../../../operations/revisions.ts'
import type { HttpContext } from '../../context.ts'
import type { Problem } from '../../problem.ts'
import { act, change, creation, listing, type Noun, read, removal } from '../endpoint.ts'
import { changedMeanwhile, clockInDoubt, conflict, noSuch, notValid } from '../refusals.ts'
import type { Of } from '../schema.ts'
import {
  clientChangeSchema,
  clientPage,
  clientSchema,
  newClientSchema,
  rotatedClientSchema,
  rotationSchema,
} from './client-schemas.ts'

type ClientDocument = Of<typeof clientSchema>

const PATH = '/clients/{client_id}'

export const clients: Noun = {
  name: 'Clients',
  description: 'The systems that act for users, or in their own name.',
  endpoints: [
    listing({
      id: 'listClients',
      path: '/clients',
      summary: 'List clients',
      needs: 'clients:read',
      answer: clientPage,
      run: async ({ context, page }) => {
        const { rows, next } = await context.store.clients.list(page)
        return { rows: rows.map((one) => clientDocument(one)), next }
      },
    }),
    creation({
      id: 'createClient',
      path: '/clients',
      summary: 'Register a client',
      description:
        'The answer has its secret, which is not stored. Only an owner may give it scopes of the admin API.',
      needs: 'clients:write',
      secret: true,
      body: newClientSchema,
      answer: clientSchema,
      location: ({ client_id: id }) => `/clients/${encodeURIComponent(id)}`,
      run: async ({ context, actor, body }) => {
        const { properties, metadata } = readClientDocument(body)
        const outcome = await createClient(context, actor, {
          ...properties,
          name: body.client_name,
          redirectUris: properties.redirectUris ?? [],
          isPublic: body.token_endpoint_auth_method === 'none',
          metadata,
        })
        if (outcome.is !== 'created') throw clientProblem(outcome, context)
        return clientDocument(outcome.client, outcome.secret) as ClientDocument
      },
    }),
    read({
      id: 'readClient',
      path: PATH,
      summary: 'Read a client',
      needs: 'clients:read',
      answer: clientSchema,
      run: ({ context, params }) => found(context, params.client_id),
    }),
    change({
      id: 'updateClient',
      path: PATH,
      summary: 'Change a client',
      needs: 'clients:write',
      body: clientChangeSchema,
      answer: clientSchema,
      current: ({ context, params }) => context.store.clients.find(params.client_id),
      document: (client) => clientDocument(client),
      run: async ({ context, actor, params, body, asRead }) => {
        const { properties, metadata } = readClientDocument(body)
        const outcome = await updateClient(context, actor, {
          clientId: params.client_id,
          change: { ...properties, ...(Object.keys(metadata).length > 0 && { metadata }) },
          revision: asRead?.revision,
        })
        if (outcome.is === 'no_such_client') throw noSuch('client')
        if (outcome.is !== 'updated') throw clientProblem(outcome, context)
        return clientDocument(outcome.client) as ClientDocument
      },
    }),
    removal({
      id: 'deleteClient',
      path: PATH,
      summary: 'Delete a client with its grants and consents',
      needs: 'clients:write',
      run: async ({ context, actor, params }) => {
        const { is } = await deleteClient(context, actor, { clientId: params.client_id })
        if (is === 'no_such_client') throw noSuch('client')
      },
    }),
    act({
      id: 'disableClient',
      path: `${PATH}/disable`,
      summary: 'Refuse all requests and tokens of a client until it is enabled',
      needs: 'clients:write',
      answer: clientSchema,
      run: async ({ context, actor, params }) => {
        await disableClient(context, actor, { clientId: params.client_id })
        return found(context, params.client_id)
      },
    }),
    act({
      id: 'enableClient',
      path: `${PATH}/enable`,
      summary: 'Enable a disabled client',
      needs: 'clients:write',
      answer: clientSchema,
      run: async ({ context, actor, params }) => {
        await enableClient(context, actor, { clientId: params.client_id })
        return found(context, params.client_id)
      },
    }),
    act({
      id: 'rotateClientSecret',
      path: `${PATH}/secret`,
      summary: 'Make a new secret for a client',
      description: 'The current one keeps working for a while; an older one ends now.',
      needs: 'clients:write',
      secret: true,
      creates: true,
      problems: { 409: 'The client has no secret, or the clock is in doubt.' },
      body: rotationSchema,
      answer: rotatedClientSchema,
      run: async ({ context, actor, params: { client_id: id }, body }) => {
        const overlapSeconds = body.overlap_seconds
        const outcome = await rotateClientSecret(context, actor, { id, overlapSeconds })
        switch (outcome.is) {
          case 'rotated':
            return {
              client_id: id,
              client_secret: outcome.secret,
              previous_client_secret_expires_at: outcome.previousExpiresAt,
            }
          case 'no_such_client':
            throw noSuch('client')
          case 'clock_in_doubt':
            throw clockInDoubt()
          default:
            throw conflict('no_secret', 'This client does not prove itself with a secret.')
        }
      },
    }),
  ],
}

async function found({ store }: HttpContext, id: string): Promise<ClientDocument> {
  const client = await store.clients.find(id)
  if (client === undefined) throw noSuch('client')
  return clientDocument(client) as ClientDocument
}

function clientProblem(
  refused: ClientRefused | ChangedMeanwhile,
  { settings }: HttpContext,
): Problem {
  switch (refused.is) {
    case 'changed_meanwhile':
      return changedMeanwhile()
    case 'invalid':
      return notValid(refused.sentence, refused.member && `/${refused.member}`)
    case 'unknown_scope': {
      const offered = Object.keys(settings.scopes).join(', ')
      return notValid(`There is no scope "${refused.token}": give one of ${offered}.`, '/scope')
    }
    case 'unknown_grant_type':
      return notValid(
        `There is no grant type "${refused.type}"; the metadata of the server lists those it offers.`,
        '/grant_types',
      )
    case 'unknown_resource':
      return notValid(
        `There is no API ${refused.uri}; GET /admin/v1/resources lists them.`,
        '/default_resources',
      )
    case 'public_client':
      return notValid(
        'It is a public client: its users are asked for consent, and it has to use PKCE.',
      )
  }
}

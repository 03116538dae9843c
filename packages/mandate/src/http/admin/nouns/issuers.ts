/** Trusted issuers: who may vouch for people and for machines, and how far. */

import { ISSUER_PURPOSES } from '../../../clients/trusted-issuer.ts'
import { issuerDocument } from '../../../documents/issuer.ts'
import { ASYMMETRIC_ALGORITHMS } from '../../../jwt/algorithms.ts'
import {
  createTrustedIssuer,
  turnTrustedIssuer,
  updateTrustedIssuer,
} from '../../../operations/trusted-issuers.ts'
import type { IssuerChange } from '../../../store/records.ts'
import type { HttpContext } from '../../context.ts'
import { act, change, creation, listing, type Noun, read, removal } from '../endpoint.ts'
import { changedMeanwhile, conflict, noSuch, notValid } from '../refusals.ts'
import {
  choice,
  flag,
  identifier,
  list,
  type Of,
  optional,
  orNull,
  pageOf,
  shape,
  Type,
  text,
  time,
  whole,
} from '../schema.ts'

const allowed = list(
  shape({ client_id: identifier('The client.'), scope: text('The most that it may get.', 4_000) }),
  'The clients that may present its assertions.',
  1_000,
)
const keys = Type.Object(
  {},
  { description: 'Its public keys (RFC 7517).', additionalProperties: true },
)

const changeable = {
  name: text('What people and operators read.', 200),
  customer: text('Whose issuer it is, for your own records.', 200),
  jwks_uri: orNull(text('The address of its keys; null if its metadata says where.')),
  jwks: orNull(keys),
  signing_alg_values_supported: list(
    choice(ASYMMETRIC_ALGORITHMS, 'An algorithm.'),
    'The only algorithms that it may sign with.',
  ),
  max_lifetime_seconds: whole('How long what it signs may be good.', { from: 1, to: 86_400 }),
  clients: allowed,
  resources: list(text('An API.'), 'The APIs that they may get tokens for.'),
  provisions: flag('Whether people without an account here get one.'),
  logout_audience: orNull(text('Your client id there, for its logout tokens.')),
  single_use: flag('For workloads: whether each token is good once.'),
}
const everyOptional = Object.fromEntries(
  Object.entries(changeable).map(([name, schema]) => [name, optional(schema)]),
)

const purpose = choice(ISSUER_PURPOSES, 'What it is trusted for.')
const issuerSchema = shape(
  {
    issuer_id: identifier('Its id here.'),
    ...everyOptional,
    name: changeable.name,
    purpose,
    issuer: text('Its `iss`, exactly.'),
    tenant: optional(text('The only tenant that is trusted.', 255)),
    provider: optional(text('Whose subjects its subjects are.', 255)),
    created_at: time('Since when'),
    disabled_at: optional(time('Since when it is not trusted')),
  },
  { title: 'TrustedIssuer' },
)
type IssuerDocument = Of<typeof issuerSchema>
const PATH = '/trusted-issuers/{issuer_id}'

export const issuers: Noun = {
  name: 'Trusted issuers',
  description: 'Who may vouch for people and for machines, and how far.',
  endpoints: [
    listing({
      id: 'listTrustedIssuers',
      path: '/trusted-issuers',
      summary: 'List trusted issuers',
      needs: 'settings:read',
      answer: pageOf('TrustedIssuerPage', issuerSchema),
      run: async ({ context, page }) => {
        const { rows, next } = await context.store.trustedIssuers.list(page)
        return { rows: rows.map(issuerDocument), next }
      },
    }),
    creation({
      id: 'createTrustedIssuer',
      path: '/trusted-issuers',
      summary: 'Trust an issuer, for one purpose',
      needs: 'settings:write',
      problems: { 409: 'It is trusted for this purpose already.' },
      body: shape(
        {
          ...everyOptional,
          name: changeable.name,
          issuer: text('Its `iss`, exactly as in what it signs.'),
          purpose,
          tenant: optional(text('The only tenant that is trusted.', 255)),
          provider: optional(text('Whose subjects its subjects are. Default: its own.', 255)),
        },
        { title: 'NewTrustedIssuer' },
      ),
      answer: issuerSchema,
      location: ({ issuer_id: id }) => `/trusted-issuers/${encodeURIComponent(id)}`,
      run: async ({ context, actor, body }) => {
        const { name, issuer, tenant, provider } = body
        const described = { ...changeIn(body), name, issuer, purpose: body.purpose }
        const outcome = await createTrustedIssuer(context, actor, {
          ...described,
          ...(tenant !== undefined && { tenant }),
          ...(provider !== undefined && { provider }),
        })
        if (outcome.is === 'invalid') throw notValid(outcome.sentence)
        if (outcome.is === 'issuer_taken') {
          throw conflict(
            'issuer_taken',
            `It is trusted already: ${outcome.by?.id ?? 'see the list'}.`,
          )
        }
        return issuerDocument(outcome.issuer) as IssuerDocument
      },
    }),
    read({
      id: 'readTrustedIssuer',
      path: PATH,
      summary: 'Read a trusted issuer',
      needs: 'settings:read',
      answer: issuerSchema,
      run: ({ context, params }) => shown(context, params.issuer_id),
    }),
    change({
      id: 'updateTrustedIssuer',
      path: PATH,
      summary: 'Change how far an issuer is trusted',
      description: 'Every grant that came of it ends, unless only names change.',
      needs: 'settings:write',
      body: shape(everyOptional, { title: 'TrustedIssuerChange' }),
      answer: issuerSchema,
      current: ({ context, params }) => context.store.trustedIssuers.find(params.issuer_id),
      document: issuerDocument,
      run: async ({ context, actor, params: { issuer_id: id }, body, asRead }) => {
        const outcome = await updateTrustedIssuer(context, actor, {
          ...{ id, change: changeIn(body), revision: asRead?.revision },
        })
        if (outcome.is === 'no_such_issuer') throw noSuch('trusted issuer')
        if (outcome.is === 'changed_meanwhile') throw changedMeanwhile()
        if (outcome.is === 'invalid') throw notValid(outcome.sentence)
        return shown(context, id)
      },
    }),
    removal({
      id: 'deleteTrustedIssuer',
      path: PATH,
      summary: 'Trust an issuer no more; every grant that came of it ends',
      needs: 'settings:write',
      run: async ({ context, actor, params: { issuer_id: id } }) => {
        const { is } = await turnTrustedIssuer(context, actor, { id, turn: 'delete' })
        if (is === 'no_such_issuer') throw noSuch('trusted issuer')
      },
    }),
    ...(['disable', 'enable'] as const).map((turn) =>
      act({
        id: `${turn}TrustedIssuer`,
        path: `${PATH}/${turn}`,
        summary:
          turn === 'disable'
            ? 'Trust an issuer no more for now; every grant that came of it ends'
            : 'Trust a disabled issuer again',
        needs: 'settings:write',
        answer: issuerSchema,
        run: async ({ context, actor, params }) => {
          const { issuer_id: id } = params as { readonly issuer_id: string }
          const { is } = await turnTrustedIssuer(context, actor, { id, turn })
          if (is === 'no_such_issuer') throw noSuch('trusted issuer')
          return shown(context, id)
        },
      }),
    ),
  ],
}

async function shown({ store }: HttpContext, id: string): Promise<IssuerDocument> {
  const issuer = await store.trustedIssuers.find(id)
  if (issuer === undefined) throw noSuch('trusted issuer')
  return issuerDocument(issuer) as IssuerDocument
}

/** The members of the document, as the operation takes them. */
function changeIn(body: Partial<Record<keyof typeof changeable, unknown>>): IssuerChange {
  const clients = body.clients as { client_id: string; scope: string }[] | undefined
  const named = {
    name: body.name,
    customer: body.customer,
    jwksUri: body.jwks_uri,
    jwks: body.jwks,
    algorithms: body.signing_alg_values_supported,
    maxLifetimeSeconds: body.max_lifetime_seconds,
    clients: clients && Object.fromEntries(clients.map((one) => [one.client_id, one.scope])),
    resources: body.resources,
    provisions: body.provisions,
    logoutAudience: body.logout_audience,
    singleUse: body.single_use,
  }
  const given = Object.entries(named).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as IssuerChange
}

/** Grants: what users allow clients to do, and what clients may do in their own name. */

import {
  endedAbove,
  endedWithParent,
  grantDocument,
  isGoodAbove,
  namesOf,
} from '../../../documents/grant.ts'
import type { GrantId } from '../../../grants/grant.ts'
import { grantedDetails } from '../../../oauth/details/granted.ts'
import { revokeGrant, revokeGrants } from '../../../operations/grants.ts'
import { act, listing, type Noun, read } from '../endpoint.ts'
import { noSuch, notValid } from '../refusals.ts'
import {
  flag,
  identifier,
  list,
  optional,
  orNull,
  pageOf,
  shape,
  Type,
  text,
  time,
  whole,
} from '../schema.ts'

const members = {
  grant_id: identifier('Its id.'),
  active: flag('Whether its tokens are good.'),
  client_id: identifier('The client that acts.'),
  delegated_from: optional(text('The grant that it was delegated from.')),
  client_name: text('The name of the client.', 4_000),
  sub: identifier('The user, or the client that acts in its own name.'),
  username: optional(text('The e-mail address of the user, or their id.')),
  scope: Type.String({ description: 'What it allows.' }),
  aud: list(text('An API.'), 'The APIs that it is for; none for every API.'),
  auth_time: orNull(time('When the user signed in')),
  amr: optional(list(Type.String(), 'How (RFC 8176).')),
  acr: optional(Type.String({ description: 'How surely.' })),
  generation: whole('0: the code was not redeemed yet.', { from: 0, to: 2 ** 53 - 1 }),
  iat: time('When it was made'),
  exp: orNull(time('When it ends unless it is used')),
  redeemed_at: orNull(time('When a token was last redeemed')),
  revoked_at: orNull(time('When it ended')),
  revoked_because: orNull(Type.String({ description: 'Why it ended.' })),
}

const grantSchema = shape(
  {
    ...members,
    authorization_details: optional(
      Type.Array(Type.Object({}, { additionalProperties: true }), {
        description: 'As they are now (RFC 9396). Only in the answer about one grant.',
      }),
    ),
  },
  { title: 'Grant' },
)

export const grants: Noun = {
  name: 'Grants',
  description: 'What users allow clients to do.',
  endpoints: [
    listing({
      id: 'listGrants',
      path: '/grants',
      summary: 'List grants, of a user, a client, both or all',
      needs: 'grants:read',
      query: {
        sub: optional(identifier('Only those of this user.')),
        client_id: optional(identifier('Only those of this client.')),
      },
      answer: pageOf('GrantPage', grantSchema),
      run: async ({ context, page, query }) => {
        const { store, clock } = context
        const whose = {
          ...(query.sub !== undefined && { accountId: query.sub }),
          ...(query.client_id !== undefined && { clientId: query.client_id }),
        }
        const { rows, next } = await store.grants.list(whose, page)
        const [names, orphans] = await Promise.all([namesOf(store, rows), endedAbove(store, rows)])
        const now = clock.now()
        const documents = rows.map((grant) => {
          const document = grantDocument(grant, { names, now })
          return orphans.has(grant.id) ? endedWithParent(document) : document
        })
        return { rows: documents, next }
      },
    }),
    read({
      id: 'readGrant',
      path: '/grants/{grant_id}',
      summary: 'Read a grant, with its authorization details as they are now',
      needs: 'grants:read',
      answer: grantSchema,
      run: async ({ context, params }) => {
        const { store, clock } = context
        const found = await store.grants.find(params.grant_id as GrantId)
        if (found === undefined) throw noSuch('grant')
        const [names, details] = await Promise.all([
          namesOf(store, [found.grant]),
          grantedDetails(store, found.grant),
        ])
        const document = grantDocument(found.grant, { names, now: clock.now() })
        return {
          ...(isGoodAbove(found) ? document : endedWithParent(document)),
          ...(details.length > 0 && {
            authorization_details: details as unknown as Record<string, unknown>[],
          }),
        }
      },
    }),
    act({
      id: 'revokeGrant',
      path: '/grants/{grant_id}/revoke',
      summary: 'End a grant: all its tokens are refused at once',
      needs: 'grants:write',
      answer: shape({ revoked: flag('False if it had ended before.') }),
      run: async ({ context, actor, params }) => {
        const { is } = await revokeGrant(context, actor, { grantId: params.grant_id as GrantId })
        if (is === 'no_such_grant') throw noSuch('grant')
        return { revoked: is === 'revoked' }
      },
    }),
    act({
      id: 'revokeGrants',
      path: '/grants/revoke',
      summary: 'End every grant of a user, of a client, or of both',
      needs: 'grants:write',
      body: shape(
        {
          sub: optional(identifier('The user.')),
          client_id: optional(identifier('The client.')),
        },
        { title: 'WhoseGrants', description: 'At least one of them.' },
      ),
      answer: shape({
        revoked: orNull(whole('How many; null for very many.', { from: 0, to: 1_000_000 })),
      }),
      run: async ({ context, actor, body }) => {
        if (body.sub === undefined && body.client_id === undefined) {
          throw notValid('Name a user, a client or both.', '/sub')
        }
        const { grants: ended } = await revokeGrants(context, actor, {
          ...(body.sub !== undefined && { accountId: body.sub }),
          ...(body.client_id !== undefined && { clientId: body.client_id }),
        })
        return { revoked: ended === 'many' ? null : ended }
      },
    }),
  ],
}

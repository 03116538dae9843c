/** Identities: which subject of which provider is a user of this server. */

import { identityDocument } from '../../../documents/user.ts'
import { linkIdentity, unlinkIdentity } from '../../../operations/identities.ts'
import { act, listing, type Noun, removal } from '../endpoint.ts'
import { conflict, noSuch, notValid } from '../refusals.ts'
import { pageOf, shape, text } from '../schema.ts'
import { found } from './found-user.ts'
import { identitySchema } from './user-schemas.ts'

const PATH = '/users/{sub}/identities'
const which = {
  provider: text('A way to sign in, or an issuer.', 255),
  subject: text('Their subject there.', 255),
}

export const identities: Noun = {
  name: 'Identities',
  description: 'Which subject of which provider is a user of this server.',
  endpoints: [
    listing({
      id: 'listIdentities',
      path: PATH,
      summary: 'List the identities of a user',
      needs: 'users:read',
      answer: pageOf('IdentityPage', identitySchema),
      run: async ({ context, params }) => {
        const { id } = await found(context, params.sub)
        const rows = await context.store.accounts.listIdentities(id)
        return { rows: rows.map(identityDocument), next: null }
      },
    }),
    act({
      id: 'linkIdentity',
      path: PATH,
      method: 'PUT',
      summary: 'Let a user sign in with an identity',
      needs: 'users:write',
      problems: { 409: 'The identity is that of another user.' },
      body: shape(which, { title: 'NewIdentity' }),
      answer: identitySchema,
      run: async ({ context, actor, params, body }) => {
        const { is } = await linkIdentity(context, actor, { accountId: params.sub, ...body })
        if (is === 'no_such_account') throw noSuch('user')
        if (is === 'identity_taken') throw conflict('identity_taken', 'It is that of another user.')
        const linked = (await context.store.accounts.listIdentities(params.sub)).find(
          ({ provider, subject }) => provider === body.provider && subject === body.subject,
        )
        if (is === 'identity_invalid' || linked === undefined) {
          throw notValid('Provider and subject have to be 1 to 255 visible characters.', '/subject')
        }
        return identityDocument(linked)
      },
    }),
    removal({
      id: 'unlinkIdentity',
      path: PATH,
      summary: 'Take an identity from a user, and end the sessions of its provider',
      needs: 'users:write',
      query: which,
      run: async ({ context, actor, params, query }) => {
        const { is } = await unlinkIdentity(context, actor, { accountId: params.sub, ...query })
        if (is !== 'unlinked') throw noSuch('identity of the user')
      },
    }),
  ],
}

/** Sessions: where a user is signed in. */

import { endSessionOf } from '../../../operations/sessions.ts'
import { sessionDocument } from '../../../people/session-document.ts'
import { listing, type Noun, removal } from '../endpoint.ts'
import { noSuch } from '../refusals.ts'
import { pageOf } from '../schema.ts'
import { found } from './found-user.ts'
import { sessionSchema } from './user-schemas.ts'

const PATH = '/users/{sub}/sessions'

export const sessions: Noun = {
  name: 'Sessions',
  description: 'Where a user is signed in. `POST …/sign-out` ends all of them.',
  endpoints: [
    listing({
      id: 'listSessions',
      path: PATH,
      summary: 'List the sessions of a user, newest first',
      needs: 'users:read',
      answer: pageOf('SessionPage', sessionSchema),
      run: async ({ context, params }) => {
        const { id } = await found(context, params.sub)
        const rows = await context.store.sessions.listOf(id)
        return { rows: rows.map(sessionDocument), next: null }
      },
    }),
    removal({
      id: 'endSession',
      path: `${PATH}/{session_id}`,
      summary: 'End one session',
      needs: 'users:help',
      run: async ({ context, actor, params: { sub, session_id: id } }) => {
        const { is } = await endSessionOf(context, actor, { accountId: sub, id })
        if (is === 'no_such_session') throw noSuch('session of the user')
      },
    }),
  ],
}

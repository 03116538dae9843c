/**
 * Users: the people who sign in. What else is done to one of them is in `user-acts.ts`, what belongs to
 * them in `identities.ts` and `sessions.ts`.
 */

import { userDetails, userDocument } from '../../../documents/user.ts'
import { deleteAccount } from '../../../operations/account-ends.ts'
import { createAccount, updateProfile } from '../../../operations/accounts.ts'
import { findAccount } from '../../../people/account.ts'
import { profileRules } from '../../../people/profile.ts'
import { change, creation, listing, type Noun, read, removal } from '../endpoint.ts'
import { changedMeanwhile, conflict, noSuch, notValid } from '../refusals.ts'
import { flag, list, optional, orNull, pageOf, shape, text, whole } from '../schema.ts'
import { found } from './found-user.ts'
import { passwordProblem, unavailable } from './passwords.ts'
import { userActs } from './user-acts.ts'
import { claims, identitySchema, sessionSchema, userMembers, userSchema } from './user-schemas.ts'

const GRANTS_LOOKED_AT = 10_000

const detailsSchema = shape(
  {
    ...userMembers,
    email_verified: optional(flag('Whether mail to the address is known to arrive.')),
    username_is_own: optional(flag('Whether the address is a sign-in name.')),
    has_password: flag('Whether they can sign in with a password.'),
    identities: list(identitySchema, 'Their subjects at other providers.', 1_000),
    sessions: list(sessionSchema, 'Where they are signed in.'),
    live_grants: whole('How many of their grants are live; at most 10,000 are looked at.', {
      ...{ from: 0, to: GRANTS_LOOKED_AT },
    }),
  },
  { title: 'UserDetails', description: 'A user, with how they sign in.' },
)
const PATH = '/users/{sub}'
const none = orNull(text('Null takes it away.'))

export const users: Noun = {
  name: 'Users',
  description: 'The people who sign in.',
  endpoints: [
    listing({
      id: 'listUsers',
      path: '/users',
      summary: 'List users',
      needs: 'users:read',
      query: {
        username: optional(text('Only the one with this e-mail address, in any spelling.', 320)),
      },
      answer: pageOf('UserPage', userSchema),
      run: async ({ context, page, query }) => {
        const { accounts } = context.store
        if (query.username !== undefined) {
          const found = await findAccount(accounts, query.username)
          return { rows: found === undefined ? [] : [userDocument(found)], next: null }
        }
        const { rows, next } = await accounts.list(page)
        return { rows: rows.map(userDocument), next }
      },
    }),
    creation({
      id: 'createUser',
      path: '/users',
      summary: 'Add a user, who can sign in at once',
      needs: 'users:write',
      problems: { 409: 'Another user has this address or this id.' },
      body: shape(
        {
          username: optional(text('The e-mail address, with which they sign in.', 320)),
          name: optional(text('Their name.', 200)),
          password: optional(text('Without one, they sign in another way.', 1_000)),
          sub: optional(text('An id from another system. Default: a new one.', 255)),
        },
        { title: 'NewUser' },
      ),
      answer: userSchema,
      location: ({ sub }) => `/users/${encodeURIComponent(sub)}`,
      run: async ({ context, actor, body }) => {
        const outcome = await createAccount(context, actor, {
          ...(body.username !== undefined && { email: body.username }),
          ...(body.name !== undefined && { name: body.name }),
          ...(body.password !== undefined && { password: body.password }),
          ...(body.sub !== undefined && { id: body.sub }),
        })
        switch (outcome.is) {
          case 'created':
            return userDocument(outcome.account)
          case 'email_invalid':
            throw notValid('The username has to be an e-mail address.', '/username')
          case 'name_invalid':
            throw notValid('The name has invisible characters, or more than 200.', '/name')
          case 'email_taken':
            throw conflict('username_taken', 'Another user has this address.')
          case 'id_taken':
            throw conflict('sub_taken', 'Another user has this id, or had it.')
          case 'password_refused':
            throw passwordProblem(outcome.problem)
          case 'busy':
            throw unavailable()
          default:
            throw notValid('The sub has to be 1 to 255 visible characters.', '/sub')
        }
      },
    }),
    read({
      id: 'readUser',
      path: PATH,
      summary: 'Read a user, with how they sign in',
      needs: 'users:read',
      // Identities and sessions are changed elsewhere.
      ...{ answer: detailsSchema, tag: userSchema },
      run: async ({ context, params }) => {
        const account = await found(context, params.sub)
        const { store, clock } = context
        const looked = { now: clock.now(), most: GRANTS_LOOKED_AT }
        const [identities, sessions, live] = await Promise.all([
          store.accounts.listIdentities(account.id),
          store.sessions.listOf(account.id),
          store.grants.countLive({ accountId: account.id }, looked),
        ])
        return userDetails(account, { identities, sessions, liveGrants: live.grants })
      },
    }),
    change({
      id: 'updateUser',
      path: PATH,
      summary: 'Change the name of a user, and what apps may be told',
      needs: 'users:write',
      body: shape(
        {
          name: optional(none),
          email_verified: optional(flag('Whether the address is known to be theirs.')),
          ...Object.fromEntries(
            Object.entries(claims).map(([name, schema]) => [name, optional(orNull(schema))]),
          ),
        },
        { title: 'UserChange' },
      ),
      answer: userSchema,
      current: ({ context, params }) => context.store.accounts.find(params.sub),
      document: userDocument,
      run: async ({ context, actor, params, body, asRead }) => {
        const { name, email_verified: emailVerified, ...others } = body
        const outcome = await updateProfile(context, actor, {
          accountId: params.sub,
          ...(name !== undefined && { name }),
          ...(emailVerified !== undefined && { emailVerified }),
          ...{ claims: others, asRead },
        })
        switch (outcome.is) {
          case 'no_such_account':
            throw noSuch('user')
          case 'changed_meanwhile':
            throw changedMeanwhile()
          case 'name_invalid':
            throw notValid('The name has invisible characters, or more than 200.', '/name')
          case 'no_email':
            throw notValid('The user has no e-mail address.', '/email_verified')
          case 'claim_invalid': {
            const { right } = profileRules[outcome.claim]
            throw notValid(`${outcome.claim} has to be ${right}.`, `/${outcome.claim}`)
          }
          default:
            return userDocument(outcome.account)
        }
      },
    }),
    removal({
      id: 'deleteUser',
      path: PATH,
      summary: 'Delete a user and everything that belongs to them',
      needs: 'users:write',
      run: async ({ context, actor, params }) => {
        const { is } = await deleteAccount(context, actor, { accountId: params.sub })
        if (is === 'no_such_account') throw noSuch('user')
      },
    }),
    ...userActs,
  ],
}

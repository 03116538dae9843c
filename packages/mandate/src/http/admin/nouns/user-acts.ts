/** What operators do to one user: end their access, help them in, merge them into another. */

import { userDocument } from '../../../documents/user.ts'
import { endAccess, mergeAccounts, signOutEverywhere } from '../../../operations/account-ends.ts'
import {
  disableAccount,
  enableAccount,
  setPassword,
  unlockAccount,
} from '../../../operations/accounts.ts'
import { makeResetLink } from '../../../operations/reset-links.ts'
import { act, type Endpoint } from '../endpoint.ts'
import { conflict, noSuch } from '../refusals.ts'
import { identifier, orNull, shape, text, time, whole } from '../schema.ts'
import { found } from './found-user.ts'
import { passwordProblem, unavailable } from './passwords.ts'
import { userSchema } from './user-schemas.ts'

const PATH = '/users/{sub}'

export const userActs: readonly Endpoint[] = [
  act({
    id: 'disableUser',
    path: `${PATH}/disable`,
    summary: 'End all sessions of a user and refuse all their tokens, until enabled',
    needs: 'users:write',
    answer: userSchema,
    run: async ({ context, actor, params }) => {
      await disableAccount(context, actor, { accountId: params.sub })
      return userDocument(await found(context, params.sub))
    },
  }),
  act({
    id: 'enableUser',
    path: `${PATH}/enable`,
    summary: 'Enable a disabled user',
    needs: 'users:write',
    answer: userSchema,
    run: async ({ context, actor, params }) => {
      await enableAccount(context, actor, { accountId: params.sub })
      return userDocument(await found(context, params.sub))
    },
  }),
  act({
    id: 'unlockUser',
    path: `${PATH}/unlock`,
    summary: 'Clear the failed sign-ins of a user, so that new browsers need not wait',
    needs: 'users:help',
    answer: shape({ counters_cleared: whole('How many.', { from: 0, to: 1_000_000 }) }),
    run: async ({ context, actor, params }) => {
      const outcome = await unlockAccount(context, actor, { accountId: params.sub })
      if (outcome.is === 'no_such_account') throw noSuch('user')
      return { counters_cleared: outcome.counters }
    },
  }),
  act({
    id: 'setPassword',
    path: `${PATH}/password`,
    method: 'PUT',
    summary: 'Set the password of a user, and end their sessions',
    needs: 'users:write',
    body: shape({ password: text('The new one.', 1_000) }, { title: 'NewPassword' }),
    answer: userSchema,
    run: async ({ context, actor, params, body }) => {
      const outcome = await setPassword(context, actor, {
        accountId: params.sub,
        password: body.password,
      })
      if (outcome.is === 'password_refused') throw passwordProblem(outcome.problem)
      if (outcome.is === 'busy') throw unavailable()
      return userDocument(await found(context, params.sub))
    },
  }),
  act({
    id: 'makeResetLink',
    path: `${PATH}/reset-link`,
    summary: 'Make a one-time link with which a user sets a new password',
    description: 'Anyone with the link can take the account over, so hand it over in person.',
    needs: 'users:write',
    secret: true,
    creates: true,
    problems: { 409: 'The user is disabled.' },
    answer: shape({ link: text('The address to open.'), expires_at: time('When it ends') }),
    run: async ({ context, actor, params }) => {
      const account = await found(context, params.sub)
      const outcome = await makeResetLink(context, actor, { account })
      if (outcome.is === 'disabled') throw conflict('disabled', 'The user is disabled.')
      return { link: outcome.address, expires_at: outcome.expiresAt }
    },
  }),
  act({
    id: 'endAccess',
    path: `${PATH}/end-access`,
    summary: 'End every session and every grant of a user',
    needs: 'users:help',
    answer: shape({
      sessions_ended: whole('How many.', { from: 0, to: 1_000_000 }),
      grants_ended: orNull(whole('How many; null for very many.', { from: 0, to: 1_000_000 })),
    }),
    run: async ({ context, actor, params }) => {
      const outcome = await endAccess(context, actor, { accountId: params.sub })
      if (outcome.is === 'no_such_account') throw noSuch('user')
      const { sessions, grants } = outcome
      return { sessions_ended: sessions, grants_ended: grants === 'many' ? null : grants }
    },
  }),
  act({
    id: 'signOutUser',
    path: `${PATH}/sign-out`,
    summary: 'End every session of a user; apps stay connected',
    needs: 'users:help',
    answer: shape({ sessions_ended: whole('How many.', { from: 0, to: 1_000_000 }) }),
    run: async ({ context, actor, params }) => {
      const outcome = await signOutEverywhere(context, actor, { accountId: params.sub })
      if (outcome.is === 'no_such_account') throw noSuch('user')
      return { sessions_ended: outcome.sessions }
    },
  }),
  act({
    id: 'mergeUser',
    path: `${PATH}/merge`,
    summary: 'Two users are one person: another gets the identities of this one, who is deleted',
    needs: 'users:write',
    problems: { 409: 'Both are the same user, or the other one is to be deleted.' },
    body: shape({ into: identifier('The user who stays.') }, { title: 'Merge' }),
    answer: userSchema,
    run: async ({ context, actor, params, body }) => {
      const { is } = await mergeAccounts(context, actor, { from: params.sub, into: body.into })
      if (is === 'no_such_account') throw noSuch('user')
      if (is === 'same_account') throw conflict('same_user', 'These are the same user.')
      if (is === 'into_is_to_be_deleted') {
        throw conflict('to_be_deleted', 'The user who stays is to be deleted; enable them first.')
      }
      return userDocument(await found(context, body.into))
    },
  }),
]

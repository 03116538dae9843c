/**
 * What operators do with one user, as one shape: find the user, do it by an operation, and tell on
 * their page what came of it.
 */

import type { FastifyReply } from 'fastify'
import type { Permission } from '../../operators/permissions.ts'
import type { Question } from '../../pages/console/question.ts'
import type { Told } from '../../pages/console/shell.ts'
import { shownName } from '../../people/account.ts'
import type { Account } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'
import { type ConsoleAct, consoleAct, type Submitted } from './act.ts'
import { goAndTell, placeOf, sendMissing, type Visit } from './visit.ts'

export interface UserActDefinition {
  /** After the address of the user's page. */
  readonly path: `/${string}`
  readonly needs: Permission
  readonly needsRecentSignIn: boolean
  readonly isOnce?: true
  /** What the page before a dangerous act says. */
  readonly ask?: (
    context: HttpContext,
    account: Account,
  ) => Promise<Omit<Question, 'current' | 'back'>> | Omit<Question, 'current' | 'back'>
  /** Does it: what to tell, an answer of its own, or undefined if the account has gone meanwhile. */
  readonly perform: (
    context: HttpContext,
    submitted: Submitted,
    account: Account,
  ) => Promise<Told | FastifyReply | undefined>
  /** Where it is told. Default: the user's page. */
  readonly leadsTo?: string
}

export const userAddress = ({ id = '' }: Visit['params']) => placeOf('users', id)
/** The address of the account, or else its name or its id. */
export const nameOf = (account: Account): string => shownName(account) ?? account.id

export function userAct(definition: UserActDefinition): ConsoleAct {
  const { path, ask, perform, leadsTo, ...demands } = definition
  const find = ({ store }: HttpContext, { params }: Visit) =>
    store.accounts.find(params['id'] ?? '')
  const missing = (visit: Visit) => sendMissing(visit, { current: 'users', what: 'user' })
  return consoleAct({
    ...demands,
    path: `/console/users/:id${path}`,
    page: userAddress,
    ...(ask && {
      ask: async (context, visit) => {
        const account = await find(context, visit)
        if (account === undefined) return missing(visit)
        const question = await ask(context, account)
        return { ...question, current: 'users', back: userAddress(visit.params) }
      },
    }),
    perform: async (context, visit) => {
      const account = await find(context, visit)
      const outcome = account && (await perform(context, visit, account))
      if (outcome === undefined) return missing(visit)
      if (!('tone' in outcome)) return outcome
      const address = leadsTo ?? userAddress(visit.params)
      return goAndTell(context, visit, { address, told: outcome })
    },
  })
}

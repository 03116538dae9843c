/** Operators: who runs this server, and in which role. */

import { operatorDocument } from '../../../documents/operator.ts'
import {
  addOperator,
  confirmOperator,
  removeOperator,
  setOperatorRole,
} from '../../../operations/operators.ts'
import { roles } from '../../../operators/roles.ts'
import type { HttpContext } from '../../context.ts'
import { act, creation, listing, type Noun, read, removal } from '../endpoint.ts'
import { conflict, noSuch } from '../refusals.ts'
import { choice, flag, identifier, optional, pageOf, shape, Type, time } from '../schema.ts'

const role = choice(roles, 'What they may do.')

const operatorSchema = shape(
  {
    sub: identifier('The user.'),
    username: optional(Type.String({ description: 'The e-mail address.' })),
    name: optional(Type.String({ description: 'Their name.' })),
    role,
    created_at: time('Since when'),
    unconfirmed_since: optional(
      time('Since when the role does not count, until an owner confirms how they sign in'),
    ),
    disabled: optional(flag('Whether the user is disabled, and can do nothing.')),
  },
  { title: 'Operator' },
)

const PATH = '/operators/{sub}'
const lastOwner = () =>
  conflict('last_owner', 'This is the only owner who can sign in; make somebody else one first.')

export const operators: Noun = {
  name: 'Operators',
  description: 'Who runs this server, and in which role: owner, operator, support or auditor.',
  endpoints: [
    listing({
      id: 'listOperators',
      path: '/operators',
      summary: 'List operators',
      needs: 'operators:read',
      answer: pageOf('OperatorPage', operatorSchema),
      run: async ({ context, page }) => {
        const { operators: rows, accounts } = context.store
        const { rows: found, next } = await rows.list(page)
        const documents = found.map(async (one) =>
          operatorDocument(one, await accounts.find(one.accountId)),
        )
        return { rows: await Promise.all(documents), next }
      },
    }),
    creation({
      id: 'addOperator',
      path: '/operators',
      summary: 'Make a user an operator',
      needs: 'operators:write',
      problems: { 404: 'There is no such user.', 409: 'They are one, or disabled.' },
      body: shape({ sub: identifier('The user.'), role }, { title: 'NewOperator' }),
      answer: operatorSchema,
      location: ({ sub }) => `/operators/${encodeURIComponent(sub)}`,
      run: async ({ context, actor, body }) => {
        const outcome = await addOperator(context, actor, { accountId: body.sub, role: body.role })
        switch (outcome.is) {
          case 'added':
            return shown(context, body.sub)
          case 'no_such_account':
            throw noSuch('user')
          case 'disabled':
            throw conflict('disabled', 'The user is disabled, and could not sign in.')
          case 'operator_before':
            throw conflict('operator_before', `They are one already: ${outcome.operator.role}.`)
        }
      },
    }),
    read({
      id: 'readOperator',
      path: PATH,
      summary: 'Read an operator',
      needs: 'operators:read',
      answer: operatorSchema,
      run: ({ context, params }) => shown(context, params.sub),
    }),
    act({
      id: 'setRole',
      path: `${PATH}/role`,
      method: 'PUT',
      summary: 'Give an operator another role, at once',
      needs: 'operators:write',
      problems: { 409: 'They are the last owner who can sign in.' },
      body: shape({ role }, { title: 'NewRole' }),
      answer: operatorSchema,
      run: async ({ context, actor, params, body }) => {
        const which = { accountId: params.sub, role: body.role }
        const { is } = await setOperatorRole(context, actor, which)
        if (is === 'no_such_operator') throw noSuch('operator')
        if (is === 'last_owner') throw lastOwner()
        return shown(context, params.sub)
      },
    }),
    act({
      id: 'confirmOperator',
      path: `${PATH}/confirm`,
      method: 'POST',
      summary: 'Confirm that the ways to sign in are the operator’s own, so that the role counts',
      needs: 'operators:write',
      answer: operatorSchema,
      run: async ({ context, actor, params }) => {
        const { is } = await confirmOperator(context, actor, { accountId: params.sub })
        if (is === 'no_such_operator') throw noSuch('operator')
        return shown(context, params.sub)
      },
    }),
    removal({
      id: 'removeOperator',
      path: PATH,
      summary: 'Take all rights from an operator, at once; the user stays',
      needs: 'operators:write',
      problems: { 409: 'They are the last owner who can sign in.' },
      run: async ({ context, actor, params }) => {
        const { is } = await removeOperator(context, actor, { accountId: params.sub })
        if (is === 'no_such_operator') throw noSuch('operator')
        if (is === 'last_owner') throw lastOwner()
      },
    }),
  ],
}

async function shown({ store }: HttpContext, accountId: string) {
  const [operator, account] = await Promise.all([
    store.operators.find(accountId),
    store.accounts.find(accountId),
  ])
  if (operator === undefined) throw noSuch('operator')
  return operatorDocument(operator, account)
}

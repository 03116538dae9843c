/** `mandate operator …`: who may run this server over the console and the admin API, in which role. */

import { type Command, Option } from 'commander'
import { clientDocument } from '../documents/client.ts'
import { operatorDocument } from '../documents/operator.ts'
import { userDocument } from '../documents/user.ts'
import { createFetcher } from '../fetching/fetcher.ts'
import { createClient } from '../operations/clients.ts'
import {
  addOperator,
  confirmOperator,
  removeOperator,
  setOperatorRole,
} from '../operations/operators.ts'
import { everyPermission, scopeOf } from '../operators/permissions.ts'
import { isRole, type Role, roles } from '../operators/roles.ts'
import { everyRow } from '../store/every-row.ts'
import type { Account, OperatorRow } from '../store/records.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  quoted,
  UsageRefused,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import {
  confirmedText,
  operatorsText,
  removedOperatorText,
  removeOperatorQuestion,
  roleText,
} from './shown/operators.ts'
import { printable } from './terminal.ts'
import { findUser, named } from './which-user.ts'

const ROLES = `
Roles:
  owner     everything
  operator  everything but operators, keys and settings
  support   sees users, their connections and errors; ends them, and helps people back in
  auditor   sees everything, changes nothing
`

const CONFIRM = `
When somebody who proved one factor only adds a passkey, an authenticator app or another way to sign in
to an operator's account, the role waits: it may have been a thief of the password. Ask the operator, on
another way than by mail, and then confirm.
`

export function addOperatorCommands(program: Command, context: CommandContext): void {
  const group = addGroup(program, 'operator', 'Manage who runs this server from elsewhere')

  addCommand(group, 'add <user>', 'Make a user an operator')
    .addOption(roleOption())
    .addHelpText('after', ROLES)
    .action((emailOrId: string, options: CommandOptions & { readonly role: string }) =>
      withData(context, options, async (data) => {
        const role = roleNamed(options.role)
        const account = await findUser(data.store, emailOrId, options)
        const outcome = await addOperator(data, OPERATOR, { accountId: account.id, role })
        switch (outcome.is) {
          case 'added':
            return tell(context, options, { account, operator: outcome.operator })
          case 'operator_before':
            throw new CommandRefused(
              `${named(account)} is an operator already, as ${outcome.operator.role}; for another role: ${nextCommand(options, `operator set-role ${quoted(account.id)} ${role}`)}`,
            )
          case 'disabled':
            throw new CommandRefused(
              `${named(account)} is disabled, and could not sign in; first: ${nextCommand(options, `user enable ${quoted(account.id)}`)}`,
            )
          case 'no_such_account':
            throw new CommandRefused(`${named(account)} has just been deleted`)
        }
      }),
    )

  addCommand(group, 'list', 'List all operators').action((options: CommandOptions) =>
    withData(context, options, async ({ store }) => {
      const operators = await everyRow((page) => store.operators.list(page))
      const all = await Promise.all(
        operators.map(async (operator) => ({
          operator,
          account: await store.accounts.find(operator.accountId),
        })),
      )
      const json = all
        .map(({ operator, account }) => operatorDocument(operator, account))
        .sort(byRoleAndName)
      answer(context, options, { json, text: operatorsText(context.terminal.style, json, options) })
    }),
  )

  addCommand(
    group,
    'login-client',
    'Register a client with which operators sign in on their own machines',
  ).action((options: CommandOptions) =>
    withData(context, options, async (data) => {
      const fetch = createFetcher({ allowedHosts: data.settings.fetchAllowedHosts })
      const outcome = await createClient({ ...data, fetch }, OPERATOR, {
        ...{ name: 'Mandate command line', redirectUris: [], isPublic: true },
        grantTypes: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        scope: everyPermission.map(scopeOf).join(' '),
      })
      if (outcome.is !== 'created') throw new CommandRefused('The client cannot be registered.')
      const { client } = outcome
      answer(context, options, {
        json: clientDocument(client),
        text: `Operators sign in on their own machines with:\n\n  mandate login --server ${data.settings.issuer} --client-id ${client.id}`,
      })
    }),
  )

  addCommand(group, 'set-role <user> <role>', 'Give an operator another role, at once')
    .addHelpText('after', ROLES)
    .action((emailOrId: string, wanted: string, options: CommandOptions) =>
      withData(context, options, async (data) => {
        const role = roleNamed(wanted)
        const account = await findUser(data.store, emailOrId, options)
        const outcome = await setOperatorRole(data, OPERATOR, { accountId: account.id, role })
        if (outcome.is === 'no_such_operator') throw noOperator(account, options)
        if (outcome.is === 'last_owner') throw lastOwner(account)
        tell(context, options, { account, operator: outcome.operator })
      }),
    )

  addCommand(group, 'confirm <user>', 'Say that the ways to sign in are the operator’s own')
    .addHelpText('after', CONFIRM)
    .action((emailOrId: string, options: CommandOptions) =>
      withData(context, options, async (data) => {
        const account = await findUser(data.store, emailOrId, options)
        const outcome = await confirmOperator(data, OPERATOR, { accountId: account.id })
        if (outcome.is === 'no_such_operator') throw noOperator(account, options)
        const json = operatorDocument(outcome.operator, account)
        answer(context, options, { json, text: confirmedText(json) })
      }),
    )

  addCommand(group, 'remove <user>', 'Take all rights from an operator, at once; the user stays')
    .option(...YES_FLAG)
    .action((emailOrId: string, options: YesOptions) =>
      withData(context, options, async (data) => {
        const account = await findUser(data.store, emailOrId, options)
        await confirm(context, options, async () => removeOperatorQuestion(userDocument(account)))
        const { is } = await removeOperator(data, OPERATOR, { accountId: account.id })
        if (is === 'no_such_operator') throw noOperator(account, options)
        if (is === 'last_owner') throw lastOwner(account)
        answer(context, options, {
          json: { sub: account.id, removed: true },
          text: removedOperatorText(userDocument(account)),
        })
      }),
    )
}

type OperatorDocument = ReturnType<typeof operatorDocument>

/** The most powerful first. */
function byRoleAndName(one: OperatorDocument, other: OperatorDocument): number {
  const byRole = roles.indexOf(one.role) - roles.indexOf(other.role)
  return byRole || nameIn(one).localeCompare(nameIn(other), 'en')
}

function nameIn({ username, name, sub }: OperatorDocument): string {
  return username ?? name ?? sub
}

function roleOption(): Option {
  return new Option('--role <role>', 'what they may do').choices([...roles]).makeOptionMandatory()
}

function roleNamed(text: string): Role {
  if (isRole(text)) return text
  throw new UsageRefused(`There is no role ${printable(text)}: give ${roles.join(', ')}`)
}

function tell(
  context: CommandContext,
  options: CommandOptions,
  { account, operator }: { readonly account: Account; readonly operator: OperatorRow },
): void {
  const json = operatorDocument(operator, account)
  answer(context, options, { json, text: roleText(json) })
}

function noOperator(account: Account, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `${named(account)} is not an operator; list them with: ${nextCommand(options, 'operator list')}`,
  )
}

function lastOwner(account: Account): CommandRefused {
  return new CommandRefused(
    `${named(account)} is the only owner who can sign in; make somebody else an owner first`,
  )
}

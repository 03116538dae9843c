/** `mandate client registration-token …`: initial access tokens, with which clients register themselves. */

import type { Command } from 'commander'
import {
  createRegistrationToken,
  deleteRegistrationToken,
} from '../operations/registration-tokens.ts'
import { everyRow } from '../store/every-row.ts'
import type { RegistrationToken } from '../store/records.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  wholeNumber,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import { duration } from './duration.ts'
import { fields, moment, printable, table } from './terminal.ts'

interface CreateOptions extends CommandOptions {
  readonly name: string
  readonly scope?: string
  readonly uses?: string
  readonly expires: string
}

export function addRegistrationTokenCommands(clients: Command, context: CommandContext): void {
  const group = addGroup(
    clients,
    'registration-token',
    'Manage the initial access tokens with which clients register themselves',
  )

  addCommand(group, 'create', 'Create an initial access token; it is shown only once')
    .requiredOption('--name <name>', 'what it is for, shown to operators')
    .option('--uses <number>', 'how many clients it can register (default: 1; all: no limit)')
    .option('--expires <duration>', 'how long it is good, such as 90m or 7d', '7d')
    .option('--scope <scope>', 'the most that its clients may ask for')
    .action((options: CreateOptions) => create(context, options))

  addCommand(group, 'list', 'List all initial access tokens').action((options: CommandOptions) =>
    withData(context, options, async ({ store, clock }) => {
      const tokens = await everyRow((page) => store.registrationTokens.list(page))
      const now = clock.now()
      const rows = tokens.map((token) => [
        token.id,
        token.name,
        token.scope ?? '',
        token.usesLeft === null ? 'no limit' : String(token.usesLeft),
        `${moment(token.expiresAt)}${token.expiresAt <= now ? ' (over)' : ''}`,
      ])
      const heads = ['TOKEN', 'NAME', 'SCOPE', 'USES LEFT', 'EXPIRES (UTC)']
      answer(context, options, {
        json: tokens.map(tokenDocument),
        text:
          rows.length > 0
            ? table(context.terminal.style, heads, rows)
            : `There are no initial access tokens. Create one:\n\n  ${nextCommand(options, 'client registration-token create --name NAME')}`,
      })
    }),
  )

  addCommand(group, 'delete <token_id>', 'Delete a token; clients that it registered stay')
    .option(...YES_FLAG)
    .action((id: string, options: YesOptions) =>
      withData(context, options, async (data) => {
        await confirm(context, options, async () => ({
          question: `Delete the initial access token ${printable(id)}?`,
          consequences: ['no client can register itself with it any more'],
          canBeUndone: false,
        }))
        const isDeleted = await deleteRegistrationToken(data, OPERATOR, { id })
        if (!isDeleted) {
          throw new CommandRefused(
            `There is no initial access token ${id}; list them with: ${nextCommand(options, 'client registration-token list')}`,
          )
        }
        answer(context, options, {
          json: { registration_token_id: id, deleted: true },
          text: `${printable(id)} is deleted.`,
        })
      }),
    )
}

function create(context: CommandContext, options: CreateOptions): Promise<void> {
  return withData(context, options, async (data) => {
    const { name, uses = '1', scope = null } = options
    const outcome = await createRegistrationToken(data, OPERATOR, {
      name,
      scope,
      usesLeft: uses === 'all' ? null : wholeNumber('--uses', uses, { from: 1, to: 1_000_000 }),
      lifetime: duration('--expires', options.expires),
    })
    if (outcome.is === 'invalid') throw new CommandRefused(outcome.sentence)
    const { record, token } = outcome
    const isOff = data.settings.clientRegistration === 'off'
    answer(context, options, {
      json: { ...tokenDocument(record), registration_token: token },
      text: `${printable(record.name)}\n\n${fields([
        ['registration_token_id', record.id],
        ['registration_token', `${token}  (shown only once)`],
        ['uses', record.usesLeft === null ? 'no limit' : String(record.usesLeft)],
        ['expires', `${moment(record.expiresAt)} UTC`],
      ])}\n\nThe client sends it to the registration endpoint as: Authorization: Bearer …${
        isOff ? '\nFor now nobody can register: set client_registration to token.' : ''
      }`,
    })
  })
}

function tokenDocument({ id, name, scope, usesLeft, createdAt, expiresAt }: RegistrationToken) {
  return {
    registration_token_id: id,
    name,
    ...(scope !== null && { scope }),
    uses_left: usesLeft,
    created_at: createdAt,
    expires_at: expiresAt,
  }
}

/** `mandate activity`: what people, clients and operators did, latest first. */

import type { Command } from 'commander'
import { namedActor } from '../facts/actor.ts'
import type { Fact } from '../facts/fact.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  wholeNumber,
} from './command.ts'
import { withData } from './data-directory.ts'
import { moment, table } from './terminal.ts'
import { findUser } from './which-user.ts'

interface ActivityOptions extends CommandOptions {
  readonly client?: string
  readonly user?: string
  readonly limit: string
}

export function addActivityCommand(program: Command, context: CommandContext): void {
  addCommand(program, 'activity', 'Show what people, clients and operators did, latest first')
    .option('--client <client_id>', 'only what concerns this client')
    .option('--user <email>', 'only what concerns this user')
    .option('--limit <number>', 'how many at most', '50')
    .action((options: ActivityOptions) => showActivity(context, options))
}

function showActivity(context: CommandContext, options: ActivityOptions): Promise<void> {
  const limit = wholeNumber('--limit', options.limit, { from: 1, to: 1000 })
  return withData(context, options, async ({ store, settings }) => {
    const { client, user } = options
    const which = {
      ...(client !== undefined && { clientId: client }),
      ...(user !== undefined && { accountId: (await findUser(store, user, options)).id }),
    }
    const facts = await store.facts.list(which, limit)
    const rows = facts.map((fact) => [
      moment(Math.floor(fact.atMs / 1000)),
      fact.kind,
      namedActor(fact.by),
      concerns(fact),
    ])
    answer(context, options, {
      json: facts.map(({ atMs, ...fact }) => ({ at: Math.floor(atMs / 1000), ...fact })),
      text:
        rows.length > 0
          ? table(context.terminal.style, ['WHEN (UTC)', 'WHAT', 'BY', 'CONCERNS'], rows)
          : `Nothing is recorded. Changes are kept for ${settings.auditDays} days.`,
    })
  })
}

/** The parties other than the actor. */
function concerns(fact: Fact): string {
  const { by, clientId, accountId, resourceId, grantId } = fact
  const actor = 'id' in by ? by.id : undefined
  const platformKeyId = 'platformKeyId' in fact ? fact.platformKeyId : undefined
  const issuerId = 'issuerId' in fact ? fact.issuerId : undefined
  return [clientId, resourceId, platformKeyId, issuerId, accountId, grantId]
    .filter((id) => id !== undefined && id !== actor)
    .join(' ')
}

/** `mandate grant …`: lists grants, shows one and revokes them. */

import type { Command } from 'commander'
import {
  endedAbove,
  endedWithParent,
  grantDocument,
  isGoodAbove,
  namesOf,
} from '../documents/grant.ts'
import type { GrantId } from '../grants/grant.ts'
import { grantedDetails } from '../oauth/details/granted.ts'
import { revokeGrant, revokeGrants } from '../operations/grants.ts'
import { countLiveGrants } from '../operations/live-grants.ts'
import { everyRow } from '../store/every-row.ts'
import type { Revoked } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  UsageRefused,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { type CommandData, withData } from './data-directory.ts'
import {
  asTree,
  grantsText,
  grantText,
  revokedText,
  revokeQuestion,
  revokeSeveralQuestion,
} from './shown/grants.ts'
import { findUser } from './which-user.ts'

interface WhoseOptions extends YesOptions {
  readonly user?: string
  readonly client?: string
}

export function addGrantCommands(program: Command, context: CommandContext): void {
  const grant = addGroup(
    program,
    'grant',
    'List, show and revoke grants: what users allow clients to do',
  )

  addCommand(grant, 'list', 'List grants, including ended ones while they are kept')
    .option('--user <email>', 'Only grants of this user')
    .option('--client <client_id>', 'Only grants of this client')
    .action((options: WhoseOptions) => listGrants(context, options))

  addCommand(
    grant,
    'show <grant_id>',
    'Show one grant, with its authorization details as they are now',
  ).action((id: string, options: CommandOptions) => showGrant(context, options, id as GrantId))

  addCommand(
    grant,
    'revoke [grant_id]',
    'Revoke a grant, or all grants of a user, a client or both',
  )
    .option('--user <email>', 'All grants of this user')
    .option('--client <client_id>', 'All grants of this client')
    .option(...YES_FLAG)
    .action((id: string | undefined, options: WhoseOptions) => revoke(context, options, id))
}

function listGrants(context: CommandContext, options: WhoseOptions): Promise<void> {
  return withData(context, options, async ({ store }) => {
    const whose = await whoseGrants(store, options)
    const grants = await everyRow((page) => store.grants.list(whose, page))
    const names = await namesOf(store, grants)
    const now = context.clock.now()
    const orphans = await endedAbove(store, grants)
    const documents = grants.map((grant) => {
      const document = grantDocument(grant, { names, now })
      return orphans.has(grant.id) ? endedWithParent(document) : document
    })
    const tree = asTree(documents)
    answer(context, options, {
      json: tree.map(({ grant }) => grant),
      text: grantsText(context.terminal.style, tree),
    })
  })
}

/** The user may have lowered limits in the details since the grant was made. */
function showGrant(context: CommandContext, options: CommandOptions, id: GrantId): Promise<void> {
  return withData(context, options, async ({ store }) => {
    const found = await store.grants.find(id)
    if (found === undefined) throw unknownGrant(id, options)
    const { grant } = found
    const [names, details] = await Promise.all([
      namesOf(store, [grant]),
      grantedDetails(store, grant),
    ])
    const document = grantDocument(grant, { names, now: context.clock.now() })
    const one = isGoodAbove(found) ? document : endedWithParent(document)
    answer(context, options, {
      json: { ...one, ...(details.length > 0 && { authorization_details: details }) },
      text: grantText(one, details),
    })
  })
}

function revoke(
  context: CommandContext,
  options: WhoseOptions,
  id: string | undefined,
): Promise<void> {
  const several = options.user !== undefined || options.client !== undefined
  if (several === (id !== undefined)) {
    throw new UsageRefused('Give either a grant_id, or --user, --client or both')
  }
  return withData(context, options, async (data) => {
    const revoked =
      id === undefined
        ? await revokeSeveral(context, options, data)
        : await revokeOne(context, options, { data, id: id as GrantId })
    answer(context, options, {
      json: { revoked: revoked === 'many' ? null : revoked },
      text: revokedText(revoked),
    })
  })
}

async function revokeSeveral(
  context: CommandContext,
  options: WhoseOptions,
  data: CommandData,
): Promise<Revoked> {
  const { store, clock } = data
  const whose = await whoseGrants(store, options)
  await confirm(context, options, async () => {
    const counted = await countLiveGrants(store, whose, { now: clock.now() })
    return revokeSeveralQuestion(counted)
  })
  return (await revokeGrants(data, OPERATOR, whose)).grants
}

async function revokeOne(
  context: CommandContext,
  options: WhoseOptions,
  { data, id }: { readonly data: CommandData; readonly id: GrantId },
): Promise<number> {
  const { store } = data
  const found = await store.grants.find(id)
  if (found === undefined) throw unknownGrant(id, options)
  await confirm(context, options, async () => {
    const { clients, accounts } = await namesOf(store, [found.grant])
    const [client] = clients.values()
    const [user] = accounts.values()
    return revokeQuestion({
      ...(user !== undefined && { username: user }),
      client_name: client?.name ?? '',
    })
  })
  const outcome = await revokeGrant(data, OPERATOR, { grantId: id })
  if (outcome.is === 'no_such_grant') throw unknownGrant(id, options)
  return outcome.is === 'revoked' ? 1 : 0
}

function unknownGrant(id: GrantId, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `There is no grant ${id}; see which there are: ${nextCommand(options, 'grant list')}`,
  )
}

async function whoseGrants(store: ReadStore, { user, client, ...options }: WhoseOptions) {
  if (client !== undefined && (await store.clients.find(client)) === undefined) {
    throw new CommandRefused(
      `There is no client ${client}; see which there are: ${nextCommand(options, 'client list')}`,
    )
  }
  return {
    ...(user !== undefined && { accountId: (await findUser(store, user, options)).id }),
    ...(client !== undefined && { clientId: client }),
  }
}

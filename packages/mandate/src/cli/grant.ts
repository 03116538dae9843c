/** `mandate grant …`: lists grants, shows one and revokes them. */

import type { Command } from 'commander'
import {
  endedAbove,
  endedWithParent,
  grantDocument,
  isGoodAbove,
  namesOf,
} from '../documents/grant.ts'
import type { Grant, GrantId } from '../grants/grant.ts'
import { grantedDetails } from '../oauth/details/granted.ts'
import { revokeGrant, revokeGrants } from '../operations/grants.ts'
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
import { confirm, countLiveGrants, YES_FLAG, type YesOptions } from './confirmation.ts'
import { type CommandData, withData } from './data-directory.ts'
import { everyRow } from './every-row.ts'
import { fields, moment, printable, table } from './terminal.ts'
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
    const tree = asTree(grants)
    const orphans = await endedAbove(store, grants)
    const documents = tree.map(({ grant }) => {
      const document = grantDocument(grant, { names, now })
      return orphans.has(grant.id) ? endedWithParent(document) : document
    })
    const rows = documents.map((one, place) => [
      // Below the grant that it was delegated from.
      '  '.repeat(tree[place]?.depth ?? 0) + one.grant_id,
      one.username ?? '(the client itself)',
      one.client_name,
      one.scope,
      stateOf(one),
      moment(one.redeemed_at ?? one.iat),
    ])
    const columns = ['GRANT', 'USER', 'CLIENT', 'SCOPE', 'STATE', 'LAST USED (UTC)']
    answer(context, options, {
      json: documents,
      text:
        rows.length > 0
          ? table(context.terminal.style, columns, rows)
          : 'There are no grants yet. One is created when a user signs in through a client.',
    })
  })
}

/** Each grant after the one that it was delegated from, if that is listed; otherwise in their order. */
function asTree(grants: readonly Grant[]): readonly { grant: Grant; depth: number }[] {
  const listed = new Set<string>(grants.map(({ id }) => id))
  const children = Map.groupBy(grants, ({ parent }) => parent)
  const from = (grant: Grant, depth: number): readonly { grant: Grant; depth: number }[] => [
    { grant, depth },
    ...(children.get(grant.id) ?? []).flatMap((child) => from(child, depth + 1)),
  ]
  return grants
    .filter(({ parent }) => parent === null || !listed.has(parent))
    .flatMap((grant) => from(grant, 0))
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
      text: fields([
        ['Grant', one.grant_id],
        ['User', printable(one.username ?? '(the client itself)')],
        ['Client', printable(one.client_name)],
        ['Scope', one.scope],
        ['State', stateOf(one)],
        ['Last used', moment(one.redeemed_at ?? one.iat)],
        ...details.map((detail) => ['Detail', printable(JSON.stringify(detail))] as const),
      ]),
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
      text: `${howMany(revoked)} all ${revoked === 1 ? 'its' : 'their'} tokens are refused from now on.`,
    })
  })
}

function stateOf({
  active,
  exp,
  generation,
  revoked_because,
}: Pick<ReturnType<typeof grantDocument>, 'active' | 'exp' | 'generation'> & {
  readonly revoked_because: string | null
}): string {
  if (!active) return revoked_because ?? 'expired'
  if (exp === null) return 'active'
  if (generation === 0) return 'code not redeemed yet'
  return generation === 2 ? 'active, refreshed once' : `active, refreshed ${generation - 1} times`
}

function howMany(revoked: Revoked): string {
  if (revoked === 'many') return 'A very large number of grants has ended;'
  return revoked === 1 ? 'One grant has ended;' : `${revoked} grants have ended;`
}

async function revokeSeveral(
  context: CommandContext,
  options: WhoseOptions,
  data: CommandData,
): Promise<Revoked> {
  const { store, clock } = data
  const whose = await whoseGrants(store, options)
  await confirm(context, options, async () => {
    const { grants, users, clients } = await countLiveGrants(store, whose, {
      now: clock.now(),
    })
    return {
      question: `End ${grants} of ${users} for ${clients}?`,
      consequences: ['their tokens are refused at once', 'those users have to connect again'],
      canBeUndone: false,
    }
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
    const app = printable(client?.name ?? '')
    return {
      question:
        user === undefined
          ? `End the grant that ${app} has in its own name?`
          : `End the grant of ${printable(user)} for ${app}?`,
      consequences: [
        'its tokens are refused at once',
        user === undefined
          ? 'it gets new ones when it asks again; client disable keeps it out'
          : 'the user has to connect the app again',
      ],
      // No question in scripts: a grant named by its id is intended, and its user can easily make
      // another.
      canBeUndone: true,
    }
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

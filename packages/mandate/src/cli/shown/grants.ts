import type { grantDocument } from '../../documents/grant.ts'
import type { Counted } from '../../operations/live-grants.ts'
import type { Revoked } from '../../store/port.ts'
import type { Ending } from '../confirmation.ts'
import { fields, moment, printable, type Style, table } from '../terminal.ts'

/** `revoked_because` may say that the grant that it was delegated from has ended. */
export type GrantDocument = Omit<ReturnType<typeof grantDocument>, 'revoked_because'> & {
  readonly revoked_because: string | null
}

interface Placed {
  readonly grant: GrantDocument
  readonly depth: number
}

/** Each grant after the one that it was delegated from, if that is listed; otherwise in their order. */
export function asTree(grants: readonly GrantDocument[]): readonly Placed[] {
  const listed = new Set<string>(grants.map(({ grant_id: id }) => id))
  const children = Map.groupBy(grants, ({ delegated_from: parent }) => parent)
  const from = (grant: GrantDocument, depth: number): readonly Placed[] => [
    { grant, depth },
    ...(children.get(grant.grant_id) ?? []).flatMap((child) => from(child, depth + 1)),
  ]
  return grants
    .filter(({ delegated_from: parent }) => parent === undefined || !listed.has(parent))
    .flatMap((grant) => from(grant, 0))
}

export function grantsText(style: Style, tree: readonly Placed[]): string {
  const rows = tree.map(({ grant, depth }) => [
    // Below the grant that it was delegated from.
    '  '.repeat(depth) + grant.grant_id,
    grant.username ?? '(the client itself)',
    grant.client_name,
    grant.scope,
    stateOf(grant),
    moment(grant.redeemed_at ?? grant.iat),
  ])
  return rows.length > 0
    ? table(style, ['GRANT', 'USER', 'CLIENT', 'SCOPE', 'STATE', 'LAST USED (UTC)'], rows)
    : 'There are no grants yet. One is created when a user signs in through a client.'
}

export function grantText(grant: GrantDocument, details: readonly object[]): string {
  return fields([
    ['Grant', grant.grant_id],
    ['User', printable(grant.username ?? '(the client itself)')],
    ['Client', printable(grant.client_name)],
    ['Scope', grant.scope],
    ['State', stateOf(grant)],
    ['Last used', moment(grant.redeemed_at ?? grant.iat)],
    ...details.map((detail) => ['Detail', printable(JSON.stringify(detail))] as const),
  ])
}

function stateOf({ active, exp, generation, revoked_because: because }: GrantDocument): string {
  if (!active) return because ?? 'expired'
  if (exp === null) return 'active'
  if (generation === 0) return 'code not redeemed yet'
  return generation === 2 ? 'active, refreshed once' : `active, refreshed ${generation - 1} times`
}

export function revokedText(revoked: Revoked): string {
  return `${howMany(revoked)} all ${revoked === 1 ? 'its' : 'their'} tokens are refused from now on.`
}

function howMany(revoked: Revoked): string {
  if (revoked === 'many') return 'A very large number of grants has ended;'
  return revoked === 1 ? 'One grant has ended;' : `${revoked} grants have ended;`
}

export function revokeQuestion(grant: Pick<GrantDocument, 'username' | 'client_name'>): Ending {
  const { username: user, client_name: name } = grant
  const app = printable(name)
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
}

export function revokeSeveralQuestion({ grants, users, clients }: Counted): Ending {
  return {
    question: `End ${grants} of ${users} for ${clients}?`,
    consequences: ['their tokens are refused at once', 'those users have to connect again'],
    canBeUndone: false,
  }
}

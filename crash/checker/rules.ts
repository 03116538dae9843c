/**
 * What must hold for every grant, whatever broke. Each rule looks at one history and names what is
 * wrong with it. The invariants are those of the design; `served` says that a client saw trouble only
 * as a temporary failure, and `kept` that it was never logged out.
 *
 * I1 one live generation · I2 one winner · I3 what was answered is durable · I4 the same request,
 * the same successor · I5 an old generation ends the grant, everywhere · I6 rows grow only with
 * grants · I7 nothing is forged
 */

import { type Exchange, firstOf, type History, redemptions, wasHonoured } from './history.ts'

export type RuleName = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'kept' | 'served'

export interface Violation {
  readonly rule: RuleName
  readonly grant: string | null
  readonly says: string
  /** The journal lines that show it, or the content of the database. */
  readonly evidence: readonly unknown[]
}

export type Rule = (history: History) => readonly Violation[]

const ATTACKERS: ReadonlySet<string> = new Set(['thief', 'racer'])

/** I1: of the newest tokens that a node was asked about in the calm, at most one is good. */
const oneLives: Rule = (history) => {
  const asked = history.exchanges.filter(
    ({ by, sent }) =>
      by === 'examiner' && sent.endpoint === 'introspect' && sent.token.kind === 'rt',
  )
  return [...group(asked, ({ sent }) => sent.to).values()].flatMap((atNode) => {
    const good = atNode.filter(wasHonoured)
    if (good.length > 1)
      return violation(history, 'I1', { says: 'two refresh tokens are live at once', by: good })
    if (good.length === 0 && history.role === 'kept') {
      const says = 'not one of the newest refresh tokens is live'
      return violation(history, 'kept', { says, by: atNode })
    }
    return []
  })
}

/** I2: each token has at most one successor and is honoured for at most one request. */
const oneWinner: Rule = (history) =>
  [...group(redemptions(history), ({ sent }) => sent.token.fingerprint).values()].flatMap((won) => {
    const successors = group(won, ({ answer }) => answer.refresh?.fingerprint ?? '')
    const requests = group(won, ({ sent }) => sent.key ?? sent.id)
    const skipped = won.filter(
      ({ sent, answer }) => answer.refresh?.generation !== sent.token.generation + 1,
    )
    return [
      ...violation(history, 'I2', {
        says: 'one token has two successors',
        by: successors.size > 1 ? won : [],
      }),
      ...violation(history, 'I2', {
        says: 'one token was honoured for two requests',
        by: requests.size > 1 ? won : [],
      }),
      ...violation(history, 'I2', { says: 'a successor is not the next generation', by: skipped }),
    ]
  })

/** I3: the row is at least as new as every answer, and an answered revocation is permanent. */
const durable: Rule = (history) => {
  const { row } = history
  if (row === undefined) {
    return violation(history, 'I3', {
      says: 'the grant is not in the database',
      by: [history.grant],
    })
  }
  const newer = redemptions(history).filter(
    ({ answer }) => (answer.refresh?.generation ?? 0) > row.generation,
  )
  const revoked = endedBy(history, ({ sent, answer }) => {
    return sent.endpoint === 'revoke' && answer?.status === 200
  })
  return [
    ...violation(history, 'I3', {
      says: `${newer.length} answered rotations are lost`,
      by: newer.slice(-3),
    }),
    ...violation(history, 'I3', {
      says: 'an answered revocation is lost',
      by: Number.isFinite(revoked) && !row.revoked ? [row] : [],
    }),
    ...violation(history, 'I3', {
      says: 'something works after its revocation was answered',
      by: honouredAfter(revoked, history),
    }),
  ]
}

/** I4: a request repeated with the same key gets the same answer. */
const sameAgain: Rule = (history) =>
  [...group(redemptions(history), ({ sent }) => `${sent.token.fingerprint} ${sent.key}`).values()]
    .filter(([first]) => first?.sent.key !== null)
    .flatMap((repeated) => {
      const successors = group(repeated, ({ answer }) => answer.refresh?.fingerprint ?? '')
      const says = 'one request, repeated with its key, has two successors'
      return violation(history, 'I4', { says, by: successors.size > 1 ? repeated : [] })
    })

/** I5: after a thief was refused, nothing of the grant works on any node; and a thief gets nothing. */
const theftEnds: Rule = (history) => {
  const caught = endedBy(history, ({ by, sent, answer }) => {
    return ATTACKERS.has(by) && sent.endpoint === 'token' && answer?.error === 'invalid_grant'
  })
  const gained = history.exchanges.filter(
    (exchange) => exchange.by === 'thief' && wasHonoured(exchange),
  )
  const isAlive = Number.isFinite(caught) && history.row?.revoked === false
  return [
    ...violation(history, 'I5', { says: 'a thief was served', by: gained }),
    ...violation(history, 'I5', {
      says: 'the theft did not end the grant',
      by: isAlive ? [history.row] : [],
    }),
    ...violation(history, 'I5', {
      says: 'something works after the theft was answered',
      by: honouredAfter(caught, history),
    }),
  ]
}

/** A client that follows the rules is never logged out, nor told that its token is invalid. */
const kept: Rule = (history) => {
  const touched = firstOf(
    history.exchanges
      .filter(({ by, sent }) => sent.endpoint === 'revoke' || ATTACKERS.has(by))
      .map(({ sentAt }) => sentAt),
  )
  const before = history.exchanges.filter(
    ({ by, answer }) => by !== 'forger' && answer !== undefined && answer.at < touched,
  )
  const refused = before.filter(({ sent, answer }) =>
    sent.endpoint === 'token' ? answer?.status !== 200 && answer?.status !== 503 : false,
  )
  const inactive = before.filter(
    ({ sent, answer }) => sent.token.kind === 'at' && answer?.active === false,
  )
  const told = history.told.filter(
    ({ at, outcome }) => at < touched && outcome !== 'ok' && outcome !== 'server_unavailable',
  )
  const last = history.told.some(({ call, outcome }) => call === 'last refresh' && outcome === 'ok')
  const isKept = history.role === 'kept'
  const isOver = isKept && history.row?.revoked === true
  return [
    ...violation(history, 'kept', { says: 'a healthy token was refused', by: refused }),
    ...violation(history, 'kept', { says: 'a good access token was called bad', by: inactive }),
    ...violation(history, 'kept', { says: 'a client was told to give up', by: told }),
    ...violation(history, 'kept', {
      says: 'a client could not go on at the end',
      by: isKept && !last ? [history.told.at(-1)] : [],
    }),
    ...violation(history, 'kept', {
      says: 'a grant ended although nobody ended it',
      by: isOver ? [history.row] : [],
    }),
  ]
}

/** Trouble is reported as 503 with `Retry-After`, and nothing else. */
const served: Rule = (history) => {
  const wrong = history.exchanges.filter(({ answer }) => {
    if (answer === undefined || answer.status === 200) return false
    if (answer.status === 503) return !answer.retryAfter
    return !(answer.status === 400 && answer.error === 'invalid_grant')
  })
  return violation(history, 'served', { says: 'an answer that no client should get', by: wrong })
}

/** I7: a token with a wrong MAC gets nothing. */
const unforged: Rule = (history) => {
  const taken = history.exchanges.filter(
    (exchange) => exchange.by === 'forger' && wasHonoured(exchange),
  )
  return violation(history, 'I7', { says: 'a forged token was honoured', by: taken })
}

/** They hold for every grant. */
export const generalRules: readonly Rule[] = [oneLives, durable, theftEnds, kept, served, unforged]

/** For clients whose refresh tokens are good once. */
export const rules: readonly Rule[] = [...generalRules, oneWinner, sameAgain]

/** When the first such answer arrived; whatever is sent later comes too late. */
function endedBy(history: History, isEnd: (exchange: Exchange) => boolean): number {
  return firstOf(history.exchanges.filter(isEnd).map(({ answer }) => answer?.at ?? 0))
}

function honouredAfter(moment: number, { exchanges }: History): readonly Exchange[] {
  return exchanges.filter(
    (exchange) =>
      exchange.sentAt > moment && exchange.sent.endpoint !== 'revoke' && wasHonoured(exchange),
  )
}

const MOST_EVIDENCE = 6

/** A violation if there is evidence, otherwise none. */
export function violation(
  { grant, row }: History,
  rule: RuleName,
  { says, by }: { readonly says: string; readonly by: readonly unknown[] },
): readonly Violation[] {
  if (by.length === 0) return []
  return [{ rule, grant, says, evidence: [...by.slice(0, MOST_EVIDENCE), { row: row ?? null }] }]
}

export function group<Item>(
  items: readonly Item[],
  by: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const same = groups.get(by(item))
    if (same === undefined) groups.set(by(item), [item])
    else same.push(item)
  }
  return groups
}

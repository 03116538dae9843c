/**
 * A destructive command says what it will end, with numbers, and asks for confirmation. `--yes`
 * skips the question. Without a terminal it proceeds if the act can be undone, so that scripts
 * work, and otherwise refuses (docs/decisions/0021-what-ends-something-asks.md).
 */

import type { Readable } from 'node:stream'
import { accountOf, type Grant } from '../grants/grant.ts'
import type { ReadStore } from '../store/read-only.ts'
import {
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  UsageRefused,
} from './command.ts'
import { firstLine } from './secret-input.ts'
import { printable } from './terminal.ts'

export const YES_FLAG = ['--yes', 'do it without asking'] as const

export interface YesOptions extends CommandOptions {
  readonly yes?: true
}

/** What a command is about to end. */
export interface Ending {
  /** `Delete Ledgerline (client_…)?` */
  readonly question: string
  /** The consequences, one sentence each, without a full stop. */
  readonly consequences: readonly string[]
  /** Whether another command can undo it. */
  readonly canBeUndone: boolean
  /** What to type if `yes` is not enough. */
  readonly typed?: string
}

/**
 * Resolves if confirmed. Rejects with `CommandRefused` if the answer is no, with `UsageRefused` if
 * there is nobody to ask. `ending` is called only if it is shown.
 */
export async function confirm(
  context: CommandContext,
  options: YesOptions,
  ending: () => Promise<Ending>,
): Promise<void> {
  if (options.yes) return
  const { input, terminal } = context
  const someoneIsThere = terminal.isInteractive && isTerminal(input)
  const { question, consequences, canBeUndone, typed } = await ending()
  if (!someoneIsThere) {
    if (canBeUndone) return
    throw new UsageRefused(
      `${question} ${consequences.map((one) => `${one.charAt(0).toUpperCase()}${one.slice(1)}.`).join(' ')} This cannot be undone: add --yes to skip the question.`,
    )
  }
  terminal.warn(
    [
      question,
      '',
      ...consequences.map((one) => `  - ${one}`),
      ...(canBeUndone ? [] : ['  - it cannot be undone']),
      '',
      typed === undefined ? 'Continue? Type yes:' : `Type ${printable(typed)} to continue:`,
    ].join('\n'),
  )
  const said = (await firstLine(input)).trim()
  const agreed = typed === undefined ? /^y(es)?$/i.test(said) : said === typed
  if (!agreed) throw new CommandRefused('Nothing was changed.')
}

/** Stop counting here: a higher number would not change the decision, and reading takes time. */
export const MOST_COUNTED = 10_000
const PAGE = 1_000

/** The number of live grants, and of their users or clients, in words. */
export interface Counted {
  /** `412 grants`, `1 grant`, `more than 10000 grants` */
  readonly grants: string
  /** The number alone. */
  readonly count: number
  readonly users: string
  readonly clients: string
  /** `412 grants of 390 users`, or `no grants` */
  readonly grantsOfUsers: string
}

/** Counts live grants, all or those of a user or client. */
export async function countLiveGrants(
  store: ReadStore,
  whose: { readonly accountId?: string; readonly clientId?: string },
  { now, where = () => true }: { readonly now: number; readonly where?: (grant: Grant) => boolean },
): Promise<Counted> {
  let grants = 0
  let read = 0
  const [users, clients] = [new Set<string>(), new Set<string>()]
  let after: string | undefined
  do {
    const page = await store.grants.list(whose, { after, limit: PAGE })
    for (const grant of page.rows) {
      if (grant.revokedAt !== null || grant.expiresAt <= now || !where(grant)) continue
      grants += 1
      const accountId = accountOf(grant)
      if (accountId !== null) users.add(accountId)
      clients.add(grant.clientId)
    }
    read += page.rows.length
    after = page.next ?? undefined
  } while (after !== undefined && read < MOST_COUNTED)
  return inCounts({
    ...{ grants, users: users.size, clients: clients.size },
    isMore: after !== undefined,
  })
}

/** The numbers in words. `isMore`: not all were counted. */
export function inCounts(of: {
  readonly grants: number
  readonly users: number
  readonly clients: number
  readonly isMore: boolean
}): Counted {
  const counted = (count: number, noun: string) =>
    `${of.isMore ? 'more than ' : ''}${count} ${noun}${count === 1 ? '' : 's'}`
  const said = {
    grants: counted(of.grants, 'grant'),
    users: counted(of.users, 'user'),
    clients: counted(of.clients, 'client'),
  }
  const grantsOfUsers = of.grants === 0 ? 'no grants' : `${said.grants} of ${said.users}`
  return { ...said, count: of.grants, grantsOfUsers }
}

function isTerminal(input: Readable): boolean {
  return 'isTTY' in input && input.isTTY === true
}

/** The first operator: an account without a password, the role of an owner, and a one-time link. */

import { createAccount } from '../../operations/accounts.ts'
import { addOperator } from '../../operations/operators.ts'
import { makeResetLink } from '../../operations/reset-links.ts'
import { findAccount } from '../../people/account.ts'
import { createPasswords } from '../../people/password.ts'
import type { OpenData } from '../../runtime/open-data.ts'
import { readOnly } from '../../store/read-only.ts'
import type { Account } from '../../store/records.ts'
import { type CommandContext, CommandRefused, OPERATOR, UsageRefused } from '../command.ts'
import type { CommandData } from '../data-directory.ts'
import { printable } from '../terminal.ts'

export interface FirstOperator {
  readonly email: string
  readonly role: 'owner'
  /** The link with which they choose their password. */
  readonly address: string
  /** In seconds since 1970. */
  readonly expiresAt: number
}

/**
 * Makes an owner of the account with this address, which is created if there is none. Rejects with
 * `CommandRefused` if somebody else is an operator already, or with `UsageRefused`.
 */
export async function makeFirstOperator(
  context: CommandContext,
  opened: OpenData,
  email: string,
): Promise<FirstOperator> {
  const { clock, random } = context
  const data = { ...opened, store: readOnly(opened.store), clock, random }
  const { rows: before } = await data.store.operators.list({ limit: 1 })
  const known = await findAccount(data.store.accounts, email)
  if (before.some(({ accountId }) => accountId !== known?.id)) {
    throw new CommandRefused(
      'This database has an operator already, who can add others; leave --operator out.',
    )
  }
  const account = known ?? (await newAccount(context, data, email))
  await addOperator(data, OPERATOR, { accountId: account.id, role: 'owner' })
  const link = await makeResetLink(data, OPERATOR, { account })
  if (link.is !== 'made') {
    throw new CommandRefused(`The account ${printable(email)} is disabled; enable it first.`)
  }
  return { email, role: 'owner', address: link.address, expiresAt: link.expiresAt }
}

async function newAccount(
  context: CommandContext,
  data: Omit<CommandData, 'given'>,
  email: string,
): Promise<Account> {
  const passwords = createPasswords(context)
  const made = await createAccount({ ...data, passwords }, OPERATOR, { email })
  if (made.is === 'created') return made.account
  throw new UsageRefused(
    `"${printable(email)}" is not an e-mail address; give one such as ada@example.com`,
  )
}

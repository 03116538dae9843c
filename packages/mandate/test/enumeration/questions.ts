/** What a stranger may ask about an address, on a server with mail. */

import { emailKey } from '../../src/people/email.ts'
import { ACT } from '../act.ts'
import { openMailbox } from '../mailbox.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { account } from '../store/contract/samples.ts'
import { newVisitor } from '../visitor.ts'
import type { Pair, Question } from './measure.ts'

export interface Asked {
  readonly name: string
  readonly question: Question
  readonly pairs: readonly Pair[]
}

/** A server with enough accounts that no limit of one is reached. Close it with `server.close`. */
export async function openQuestions(count: number): Promise<{
  readonly asked: readonly Asked[]
  readonly close: () => Promise<void>
}> {
  const mailbox = await openMailbox()
  const server = await startServer({
    settings: { trustedProxies: ['127.0.0.1'], mailUrl: mailbox.url, registration: 'open' },
  })
  const regular = await accountsOf(server, count, 'regular')
  const disabled = await accountsOf(server, count, 'disabled')
  for (const { known } of disabled) {
    const found = await server.store.accounts.findByEmailKey(emailKey(known))
    await server.store.accounts.disable(found?.id ?? '', ACT)
  }
  const without = await accountsOf(server, count, 'foreign')
  const one = { known: server.account.email, unknown: 'no.martin@example.com' }
  const post = (path: string, form: Readonly<Record<string, string>>, from: string) =>
    newVisitor(server).post(path, form, { 'x-forwarded-for': from })
  const signIn: Question = (email, number) =>
    post('/sign-in', { email, password: 'wrong' }, network(number))
  const whoWaits: Question = (email) => post('/sign-in', { email, password: 'wrong' }, '192.0.2.66')
  for (const email of [one.known, one.unknown]) {
    for (let i = 0; i < 11; i++) await (await whoWaits(email, i)).text()
  }
  const forgot: Question = (email, number) => post('/forgot', { email }, network(number))
  const register: Question = (email, number) => post('/register', { email }, network(number))
  const letIn: Question = (email, number) => post('/sign-in/let-in', { email }, network(number))
  return {
    asked: [
      { name: 'sign-in with a wrong password', question: signIn, pairs: regular },
      { name: 'sign-in to a disabled account', question: signIn, pairs: disabled },
      { name: 'sign-in to an account without a password', question: signIn, pairs: without },
      { name: 'sign-in during a wait', question: whoWaits, pairs: regular.map(() => one) },
      { name: 'a link for a lost password', question: forgot, pairs: regular },
      { name: 'the same for a disabled account', question: forgot, pairs: disabled },
      { name: 'a link that lets a browser in', question: letIn, pairs: regular },
      { name: 'a new account', question: register, pairs: regular },
      { name: 'a new account, where one is disabled', question: register, pairs: disabled },
      { name: 'many links for one address', question: forgot, pairs: regular.map(() => one) },
    ],
    async close() {
      await server.close()
      await mailbox[Symbol.asyncDispose]()
    },
  }
}

function network(number: number): string {
  return `2001:db8:${(number + 1).toString(16)}:1::1`
}

/** Addresses with and without an account, of the same length. */
async function accountsOf(
  { store, account: { passwordHash } }: RunningServer,
  count: number,
  kind: string,
): Promise<readonly Pair[]> {
  const pairs = Array.from({ length: count }, (_, number) => ({
    known: `${kind}.k.${number}@example.com`,
    unknown: `${kind}.u.${number}@example.com`,
  }))
  for (const { known } of pairs) {
    await store.accounts.insert(
      {
        ...account,
        ...{ id: `account-${known}`, email: known, emailKey: emailKey(known) },
        passwordHash: kind === 'foreign' ? null : passwordHash,
      },
      ACT,
    )
  }
  return pairs
}

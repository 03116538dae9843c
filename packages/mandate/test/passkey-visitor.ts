/** Sign-in with a software authenticator, over HTTP. */

import assert from 'node:assert/strict'
import { creationOptions } from '../src/people/passkeys/options.ts'
import { readResponse, verifyCreation } from '../src/people/passkeys/response.ts'
import type { Account } from '../src/store/records.ts'
import { ACT } from './act.ts'
import { type Authenticator, createAuthenticator, type Lies } from './authenticator.ts'
import type { RunningServer } from './running-server.ts'
import { type Arrival, unescapeHtml, type Visitor } from './visitor.ts'

/** An authenticator with a passkey of this account. The issuer must be at `localhost`. */
export async function givePasskey(
  server: RunningServer,
  account: Account,
  how: Parameters<typeof createAuthenticator>[1] = {},
): Promise<Authenticator> {
  const authenticator = createAuthenticator(server.issuer, how)
  const party = { id: 'localhost', origin: server.issuer }
  const challenge = 'AAAA'
  const options = { challenge, account, passkeys: [], brandName: 'Mandate' }
  const response = readResponse<never>(authenticator.create(creationOptions(party, options)))
  assert.ok(response)
  const made = await verifyCreation(response, { party, challenge })
  assert.ok(made.is === 'genuine', JSON.stringify(made))
  const { is: _, ...passkey } = made
  const times = { createdAt: server.clock.now(), lastUsedAt: null, suspendedAt: null }
  const kept = { ...passkey, ...times, accountId: account.id, name: 'Phone' }
  assert.equal(await server.store.passkeys.insert(kept, ACT), 'inserted')
  return authenticator
}

/** The form of a page that uses a passkey: its address, and its options as the script gets them. */
export async function passkeyFormOf(visitor: Visitor, page: Pick<Arrival, 'html'>) {
  const [form = ''] = /<form class="passkey"[^>]*>/.exec(page.html) ?? []
  const attribute = (name: string) =>
    unescapeHtml(new RegExp(` ${name}="([^"]*)"`).exec(form)?.[1] ?? assert.fail(page.html))
  const action = attribute('action')
  const given = attribute('data-options')
  if (!given.startsWith('/')) return { action, options: JSON.parse(given) }
  const answer = await visitor.post(given, {})
  assert.equal(answer.status, 200)
  return { action, options: JSON.parse(await answer.text()) }
}

/** Does what the script does with a passkey on this page. */
export async function usePasskey(
  visitor: Visitor,
  page: Pick<Arrival, 'html'>,
  { authenticator, lies }: { readonly authenticator: Authenticator; readonly lies?: Lies },
): Promise<Arrival> {
  const { action, options } = await passkeyFormOf(visitor, page)
  return visitor.send(action, { credential: authenticator.get(options, lies) })
}

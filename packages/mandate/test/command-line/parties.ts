/** The parties of a test whose servers are processes: a user, a trusted client and an API. */

import { randomBytes } from 'node:crypto'
import { makeClient, makeResource } from '../../src/clients/registration.ts'
import { emailKey } from '../../src/people/email.ts'
import type { Store } from '../../src/store/port.ts'
import { ACT } from '../act.ts'
import { PASSWORD, REDIRECT_URI, type RunningServer } from '../running-server.ts'
import { runDocument } from './run-command.ts'

export const EMAIL = 'jo.martin@example.com'

/**
 * Makes them, the user by the command line; returns what visitors and integrators need to know of the
 * server at `issuer`. `store` is open on its database.
 */
export async function makeParties({
  store,
  data,
  issuer,
  environment = {},
}: {
  readonly store: Store
  readonly data: string
  readonly issuer: string
  readonly environment?: Readonly<Record<string, string>>
}): Promise<RunningServer> {
  await runDocument(['user', 'create', '--init', EMAIL, '--password-stdin', '--data', data], {
    environment,
    input: `${PASSWORD}\n`,
  })
  const source = {
    clock: { now: () => Math.floor(Date.now() / 1000) },
    random: (bytes: number) => randomBytes(bytes),
  }
  const { client, secret } = makeClient(
    {
      ...{ name: 'Ledgerline', redirectUris: [REDIRECT_URI], scope: 'all', isPublic: false },
      ...{ trusted: true },
    },
    source,
  )
  const api = makeResource({ name: 'Notes', uri: 'https://notes.example' }, source)
  await store.clients.insert(client, ACT)
  await store.resources.insert(api.resource, ACT)
  const account = await store.accounts.findByEmailKey(emailKey(EMAIL))
  const facts = { client, clientSecret: secret, account, store, issuer }
  // The rest of what a running server offers to tests is in another process.
  return {
    ...facts,
    ...{ resource: api.resource, resourceSecret: api.secret },
  } as unknown as RunningServer
}

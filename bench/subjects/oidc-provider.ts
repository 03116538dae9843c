/** oidc-provider, with its data in memory or in PostgreSQL. */

import { type Child, startChild } from '../measure/child.ts'
import type { Place } from '../measure/database.ts'
import { residentMemory } from '../measure/processes.ts'
import { accountOf } from '../measure/spent.ts'
import { party } from '../servers/cast.ts'
import { offersOf, randomTokens } from './oauth-server.ts'
import type { ServerSubject } from './subject.ts'

export async function openOidcProvider(place?: Place): Promise<ServerSubject> {
  const start = (): Promise<Child<{ port: number }>> =>
    startChild('servers/oidc-provider.ts', { args: place === undefined ? [] : [place.url] })
  const { pid, ready, startup, ask, stop } = await start()
  return {
    is: 'server',
    name: place === undefined ? 'oidc-provider, in memory' : 'oidc-provider, PostgreSQL',
    kind: 'peer',
    ports: [ready.port],
    spent: accountOf([pid], place?.server.postmaster),
    memory: () => residentMemory(pid),
    offers: offersOf(
      { token: '/token', introspection: '/token/introspection', revocation: '/token/revocation' },
      {
        client: { id: party.clientId, secret: party.clientSecret },
        api: { id: party.apiId, secret: party.apiSecret },
        redirectUri: party.redirectUri,
      },
    ),
    codes: (count) => ask<string[]>({ codes: count }),
    unknownTokens: randomTokens(64),
    storage: place && (() => place.server.size(place.url)),
    startup,
    async startAnother() {
      const another = await start()
      await another.stop()
      return another.startup
    },
    stop,
  }
}

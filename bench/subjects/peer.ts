/** A peer from npm: one of the scripts in `servers/`, which take their storage as an argument. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from '../measure/child.ts'
import type { Place } from '../measure/database.ts'
import { residentMemory } from '../measure/processes.ts'
import { accountOf } from '../measure/spent.ts'
import { sqliteSize } from '../measure/sqlite.ts'
import { party, signedClients } from '../servers/cast.ts'
import { offersOf, type Paths, randomTokens } from './oauth-server.ts'
import { CLIENT_KEY, clientKey, signedOffers } from './signed-offers.ts'
import type { ServerSubject } from './subject.ts'

export interface Peer {
  readonly name: string
  /** A script in `servers/`. */
  readonly script: string
  readonly paths: Paths
  /** Requires PKCE from every client that gets refresh tokens. */
  readonly pkce?: true
  /** Has a client that acts in its own name (`cast.ts`). */
  readonly machine?: true
  /** Has the clients whose exchanges need a signature (`cast.ts`). */
  readonly signed?: true
}

/** Where a peer stores its data. */
export type Storage = 'in memory' | 'SQLite' | Place

export const oidcProvider: Peer = {
  name: 'oidc-provider',
  script: 'oidc-provider.ts',
  paths: {
    token: '/token',
    introspection: '/token/introspection',
    revocation: '/token/revocation',
  },
  machine: true,
  signed: true,
}

export const oauth2Server: Peer = {
  name: '@node-oauth/oauth2-server',
  script: 'oauth2-server.ts',
  paths: { token: '/token' },
}

export const betterAuth: Peer = {
  name: 'better-auth',
  script: 'better-auth.ts',
  paths: {
    token: '/api/auth/oauth2/token',
    introspection: '/api/auth/oauth2/introspect',
    revocation: '/api/auth/oauth2/revoke',
  },
  pkce: true,
}

interface Ready {
  readonly port: number
  /** Credentials that the server made itself; otherwise those of the cast. */
  readonly clientId?: string
  readonly clientSecret?: string
}

export async function openPeer(peer: Peer, storage: Storage): Promise<ServerSubject> {
  const { name, script, paths, pkce, machine, signed } = peer
  const directory = mkdtempSync(join(tmpdir(), 'mandate-bench-'))
  const file = join(directory, 'peer.db')
  const place = typeof storage === 'string' ? undefined : storage
  const start = (path: string) =>
    startChild<Ready>(`servers/${script}`, {
      args: storage === 'in memory' ? [] : [place?.url ?? path],
      environment: { [CLIENT_KEY]: JSON.stringify(clientKey.jwk) },
    })
  const { pid, ready, startup, ask, stop } = await start(file)
  const { clientId, clientSecret } = ready
  const made =
    clientId === undefined || clientSecret === undefined
      ? undefined
      : { id: clientId, secret: clientSecret }
  const client = made ?? { id: party.clientId, secret: party.clientSecret }
  return {
    is: 'server',
    name: `${name}, ${place === undefined ? storage : 'PostgreSQL'}`,
    kind: 'peer',
    ports: [ready.port],
    spent: accountOf([pid], place?.server.postmaster),
    memory: () => residentMemory(pid),
    offers: {
      ...offersOf(paths, {
        client,
        api: made ?? { id: party.apiId, secret: party.apiSecret },
        redirectUri: party.redirectUri,
        verifier: pkce && party.verifier,
        machine: machine && { id: party.machineId, secret: party.machineSecret },
      }),
      ...(signed &&
        storage === 'in memory' &&
        signedOffers({
          issuer: `http://127.0.0.1:${ready.port}`,
          ...{ path: paths.token, client, clients: signedClients, signsRefreshes: true },
        })),
    },
    codes: (count, of) => ask<string[]>({ codes: count, of }),
    unknownTokens: randomTokens(64),
    storage: sizeOf(storage, file),
    startup,
    async startAnother() {
      const another = await start(join(directory, 'another.db'))
      await another.stop()
      return another.startup
    },
    async stop() {
      await stop()
      rmSync(directory, { recursive: true })
    },
  }
}

function sizeOf(storage: Storage, file: string): ServerSubject['storage'] {
  if (storage === 'in memory') return undefined
  if (storage === 'SQLite') return async () => sqliteSize(file)
  return () => storage.server.size(storage.url)
}

/**
 * Mandate as an operator runs it: `mandate serve`, with its parties made by its own commands.
 *
 * Only the authorization codes take a shortcut. They are rows inserted into its storage from outside,
 * next to the running server, so that the figures of an exchange exclude the browser's part of a login.
 */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startProgram } from '../measure/child.ts'
import type { Place } from '../measure/database.ts'
import { residentMemory } from '../measure/processes.ts'
import { accountOf } from '../measure/spent.ts'
import { sqliteSize } from '../measure/sqlite.ts'
import { lifetimes, party } from '../servers/cast.ts'
import { openBeside } from './mandate-storage.ts'
import { type Credentials, offersOf } from './oauth-server.ts'
import { clientKey, type SignedClients, signedOffers } from './signed-offers.ts'
import type { Offer, ServerSubject } from './subject.ts'

export interface Mandate extends ServerSubject {
  readonly issuer: string
  readonly api: Credentials & { readonly uri: string }
  /** Access tokens that its API can read. */
  jwtTokens(count: number): readonly string[]
  /** Algorithm and cost of its password hashes. */
  readonly passwordCost: string
}

interface MandateOptions {
  /** Whether it also has the clients whose exchanges need a signature, and an API that reads JWTs. */
  readonly signed?: boolean
  /** By default the embedded database. */
  readonly place?: Place
  readonly nodes?: number
  /** A folder for processor profiles of the servers. */
  readonly profile?: string | undefined
}

const API = 'https://api.example'
const main = fileURLToPath(new URL('../../packages/mandate/src/main.ts', import.meta.url))

export async function openMandate({
  place,
  nodes = 1,
  profile,
  signed = false,
}: MandateOptions): Promise<Mandate> {
  const data = mkdtempSync(join(tmpdir(), 'mandate-bench-'))
  const environment = place === undefined ? {} : { MANDATE_DATABASE: place.url }
  const command = (...args: readonly string[]) =>
    execFileSync(process.execPath, [main, ...args, '--data', data, '--json'], {
      env: { ...process.env, ...environment },
      input: party.password,
    })
  const credentials = (...args: readonly string[]): Credentials => {
    const { client_id: id, client_secret: secret } = JSON.parse(command(...args).toString())
    return { id, secret }
  }
  const start = (options: { readonly profile?: string | undefined } = {}) => {
    const quiet = ['--port', '0', '--log-level', 'error', '--json']
    const lasting = ['--code-seconds', String(lifetimes.code)].concat(
      ...['--access-token-seconds', String(lifetimes.accessToken)],
    )
    return startProgram<{ issuer: string }>(main, {
      args: ['serve', '--data', data, ...quiet, ...lasting],
      environment,
      ...options,
    })
  }

  const createClient = (...options: readonly string[]) => {
    const usual = ['--init', '--name', 'Bench', '--redirect-uri', party.redirectUri, '--trusted']
    return credentials('client', 'create', ...usual, ...options)
  }
  const client = createClient()
  // The other version of a comparison may not know this grant type, and is not asked for it.
  const machine = signed ? createClient('--grant-type', 'client_credentials') : undefined
  const api = credentials(
    'resource',
    'create',
    '--init',
    '--name',
    'API',
    '--uri',
    API,
    ...(signed ? ['--jwt', 'ES256'] : []),
  )
  const clients = signed ? signedClients(data, createClient) : undefined
  command('user', 'create', '--init', party.email, '--password-stdin')
  const beside = await openBeside({ data, clientId: client.id, url: place?.url })
  const servers = await Promise.all(Array.from({ length: nodes }, () => start({ profile })))
  const [first] = servers
  if (first === undefined) throw new Error('Mandate needs a node')
  const pids = servers.map(({ pid }) => pid)
  const { issuer } = first.ready
  const engine = place === undefined ? 'SQLite' : 'PostgreSQL'
  return {
    is: 'server',
    name: `Mandate, ${engine}${nodes > 1 ? `, ${nodes} nodes` : ''}`,
    kind: 'mandate',
    issuer,
    api: { ...api, uri: API },
    passwordCost: beside.passwordCost,
    ports: servers.map(({ ready }) => Number(new URL(ready.issuer).port)),
    spent: accountOf(pids, place?.server.postmaster),
    memory: () => Math.max(...pids.map(residentMemory)),
    offers: {
      ...offersOf(
        {
          token: '/oauth2/token',
          introspection: '/oauth2/introspect',
          revocation: '/oauth2/revoke',
        },
        { client, api, redirectUri: party.redirectUri, machine },
      ),
      ...(clients && signedOffers({ issuer, path: '/oauth2/token', client, clients })),
      'sign-in': await signInOffer(issuer, client),
    },
    codes: (count, of) => beside.codes(count, of),
    jwtTokens: (count) => beside.jwtTokens(count, { issuer, uri: API }),
    unknownTokens: beside.unknownTokens(64),
    storage:
      place === undefined
        ? async () => sqliteSize(join(data, 'mandate.db'))
        : () => place.server.size(place.url),
    startup: first.startup,
    async startAnother() {
      const another = await start()
      await another.stop()
      return another.startup
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
      await beside.close()
      rmSync(data, { recursive: true })
    },
  }
}

/** The clients of `signed-offers.ts`, made by commands. */
function signedClients(
  data: string,
  create: (...options: readonly string[]) => Credentials,
): SignedClients {
  const openid = ['--scope', `${party.scope} openid`, '--id-token-signed-response-alg']
  const keys = join(data, 'client-keys.json')
  writeFileSync(keys, JSON.stringify({ keys: [clientKey.jwk] }))
  const proof = ['--token-endpoint-auth-method', 'private_key_jwt', '--jwks', keys]
  return {
    es256: create(...openid, 'ES256'),
    rs256: create(...openid, 'RS256'),
    keyHolder: create(...proof),
  }
}

/** The form that a browser reaches at the start of a login; it may be sent any number of times. */
async function signInOffer(issuer: string, client: Credentials): Promise<Offer> {
  const start = `${issuer}/oauth2/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: party.redirectUri,
  })}`
  const { headers } = await fetch(start, { redirect: 'manual' })
  const { pathname, search } = new URL(headers.get('location') ?? '', issuer)
  const cookies = headers.getSetCookie().map((line) => line.replace(/;.*$/s, ''))
  return {
    form: {
      path: pathname + search,
      headers: { Cookie: cookies.join('; ') },
      before: `email=${encodeURIComponent(party.email)}&password=`,
      after: '',
    },
    expected: { is: 'signed in', status: 303 },
  }
}

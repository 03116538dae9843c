/**
 * A server for one test file, on its own database, over real HTTP: everything needed to try a flow as
 * a client, an API or a browser would.
 */

import { randomBytes } from 'node:crypto'
import { type ClientDescription, makeClient, makeResource } from '../src/clients/registration.ts'
import type { KeyRing } from '../src/grants/derivation.ts'
import type { KeyId } from '../src/grants/grant.ts'
import { placeOfListener } from '../src/http/console/door.ts'
import type { ServerSettings } from '../src/http/context.ts'
import { createServer, type ServerDependencies } from '../src/http/server.ts'
import { sealingKeyFrom } from '../src/keys/sealing.ts'
import { offeredScopes } from '../src/oidc/scopes.ts'
import { createAccount } from '../src/operations/accounts.ts'
import { createPasswords } from '../src/people/password.ts'
import { jobHandlersFor } from '../src/runtime/job-handlers.ts'
import { startJobs } from '../src/runtime/jobs.ts'
import { jobsFor } from '../src/runtime/open-data.ts'
import { freePort } from '../src/runtime/ports.ts'
import { readingOf } from '../src/settings/declaration.ts'
import type { GivenSettings } from '../src/settings/given.ts'
import { inForce } from '../src/settings/in-force.ts'
import { shownSettings } from '../src/settings/shown.ts'
import type { Store } from '../src/store/port.ts'
import type { Account, Client, Resource } from '../src/store/records.ts'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import type { StoreOptions } from '../src/store/store.ts'
import { ACT } from './act.ts'
import { sampleSigningKeys } from './sample-signing-keys.ts'

export const PASSWORD = 'correct horse battery staple'
export const REDIRECT_URI = 'https://urltoclient:4443'

type Addressed = Account & { readonly email: string }

export interface RunningServer {
  /** Its address, which is also its issuer unless the settings name another. */
  readonly issuer: string
  /** The database itself, bypassing `wrap`; reopened by `restart`. */
  readonly store: Store
  /** The server keys, from which a test can derive the tokens of a grant itself. */
  readonly keys: KeyRing
  /** Sets the server's clock, which does not advance by itself. Whole seconds since 1970. */
  readonly clock: { now(): number; advance(seconds: number): void }
  readonly account: Addressed
  readonly client: Client
  readonly clientSecret: string
  readonly resource: Resource
  readonly resourceSecret: string
  /** The server's log, a JSON document per line. */
  readonly log: readonly string[]
  register(description: Partial<ClientDescription>): Promise<{ client: Client; secret: string }>
  createAccount(email: string): Promise<Addressed>
  /**
   * Starts another node of the same server on the same database file, perhaps with other settings;
   * returns its address.
   */
  addNode(settings?: Partial<ServerSettings>): Promise<string>
  /** Stops all nodes, and restarts the first one at the same address on the same database file. */
  restart(): Promise<void>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Jobs start at once. */
const withoutPause = (bytes: number) => new Uint8Array(bytes)

export async function startServer(
  options: {
    readonly settings?: Partial<ServerSettings>
    /** Wraps the store, to make it fail. */
    readonly wrap?: (store: Store) => Store
    readonly observe?: ServerDependencies['observe']
    readonly limits?: ServerDependencies['limits']
    /** The kinds of ways that the setting `signIn` may name. */
    readonly wayKinds?: ServerDependencies['wayKinds']
    /** Given outside the database, for those who ask for the settings in force or declare others. */
    readonly given?: GivenSettings
    /** The host name in the issuer, instead of 127.0.0.1. */
    readonly hostname?: 'localhost'
    /** Instead of the cheap ones. */
    readonly passwords?: ServerDependencies['passwords']
    /** A database file; without one the database is dropped with the server. */
    readonly database?: string
    /** Opens another engine's database instead. */
    readonly open?: (following: StoreOptions) => Promise<Store>
  } = {},
): Promise<RunningServer> {
  // The issuer must be known before the server listens.
  const { hostname = '127.0.0.1' } = options
  const issuer = `http://${hostname}:${await freePort('127.0.0.1')}`
  let now = Math.floor(Date.now() / 1000)
  const clock = {
    now: () => now,
    advance: (seconds: number) => {
      now += seconds
    },
  }
  const random = (bytes: number) => randomBytes(bytes)
  // Cheap hashes: the real cost is tested with the hash function.
  const cost = { memory: 64, passes: 1, parallelism: 1 }
  const { passwords = createPasswords({ random, cost }) } = options
  const keyId = 'a0b1c2d3' as KeyId
  const keys = { current: keyId, secrets: new Map([[keyId, randomBytes(32)]]) }
  const sealingKey = sealingKeyFrom(randomBytes(32))
  const seals = { current: sealingKey, all: [sealingKey] }
  const log: string[] = []
  const settings: ServerSettings = {
    issuer,
    accessTokenSeconds: 300,
    codeSeconds: 60,
    deviceCodeSeconds: 600,
    pushedRequestSeconds: 90,
    requirePushedRequests: false,
    refreshTokenSeconds: 31_536_000,
    sharedRefreshSeconds: 60,
    grantSeconds: 0,
    defaultScope: 'all',
    scopes: offeredScopes({
      openid: true,
      scopes: {
        all: 'Full access. It can do everything you can do.',
        read: 'Read',
        write: 'Write',
      },
    }),
    openid: true,
    idTokenSeconds: 3_600,
    clientRegistration: 'off',
    clientRegistrationScope: 'all',
    clientDocuments: { others: 'off', domains: {} },
    clientDocumentScope: 'all',
    clientDocumentSchemes: [],
    dpopNonce: 'when_needed',
    clientCertificateHeader: null,
    clientCertificateVerifiedHeader: null,
    mtlsUrl: null,
    clientCertificateFormat: 'rfc9440',
    tokenParametersInQuery: false,
    brandName: 'Mandate',
    sessionSeconds: 604_800,
    sessionIdleSeconds: 86_400,
    keepSignedInSeconds: 2_592_000,
    secondFactor: 'optional',
    secondFactorScopes: [],
    consoleListen: null,
    consoleUrl: null,
    consoleRequiresSecondFactor: false,
    auditDays: 90,
    deletionGraceSeconds: 2_592_000,
    trustedProxies: [],
    signIn: { password: { way: 'password' } },
    fetchAllowedHosts: [],
    mailUrl: null,
    registration: 'off',
    registrationDomains: [],
    clientRegistrationMost: 10,
    clientSecretOverlapSeconds: 604_800,
    termsVersion: null,
    passwordRangeUrl: null,
    ...options.settings,
  }
  const { database: path = ':memory:', wrap = (store) => store } = options
  const { observe, limits, wayKinds, given } = options
  const { open = (following) => openSqliteStore({ path, ...following }) } = options

  async function openNode(origin: string, changed: Partial<ServerSettings> = {}) {
    const opened = await open({ jobsFor: jobsFor(settings) })
    const server = await createServer({
      store: wrap(opened),
      keys,
      signing: sampleSigningKeys,
      seals,
      clock,
      random,
      passwords,
      log: { level: 'info', stream: { write: (line: string) => void log.push(line) } },
      settings: { ...settings, ...changed },
      ...(observe !== undefined && { observe }),
      ...(limits !== undefined && { limits }),
      ...(wayKinds !== undefined && { wayKinds }),
      ...(given !== undefined && {
        settingsReading: readingOf(given),
        shownSettings: async () => {
          const declared = await opened.declaredSettings.current()
          return shownSettings(inForce(given, declared?.settings ?? {}))
        },
      }),
    })
    await server.listen({ host: '127.0.0.1', port: Number(new URL(origin).port) })
    const { consoleListen } = settings
    const console =
      consoleListen === null
        ? undefined
        : server.newConsoleListener().listen(placeOfListener(consoleListen))
    const mailFrom = 'Acme <no-reply@acme.example>'
    const handlers = jobHandlersFor({
      ...{ store: opened, keys, signing: sampleSigningKeys, clock, random },
      settings: { ...settings, mailFrom },
    })
    const jobs = startJobs(opened, handlers, { log: server.log, random: withoutPause })
    return {
      store: opened,
      async close() {
        console?.close()
        console?.closeAllConnections()
        return [await jobs.stop(), await server.close(), await opened.close()]
      },
    }
  }
  let first = await openNode(issuer)
  const others: (typeof first)[] = []
  const closeAll = () => Promise.all([first, ...others.splice(0)].map((node) => node.close()))

  async function register(description: Partial<ClientDescription>) {
    const { client, secret } = makeClient(
      {
        name: 'Ledgerline',
        redirectUris: [REDIRECT_URI],
        scope: 'all read write',
        isPublic: false,
        trusted: true,
        ...description,
      },
      { clock, random, keys },
    )
    await first.store.clients.insert(client, ACT)
    return { client, secret: secret ?? '' }
  }
  async function newAccount(email: string): Promise<Addressed> {
    const { store } = first
    // Whether a password can be guessed is judged at great length, and this one is known.
    const passwordHash = String(await passwords.hash(PASSWORD))
    const accounts: Store['accounts'] = {
      ...store.accounts,
      insert: (account, ...others) =>
        store.accounts.insert({ ...account, passwordHash }, ...others),
    }
    const withPassword: Store = { ...store, accounts }
    const outcome = await createAccount(
      { store: withPassword, clock, random, passwords, settings },
      { kind: 'operator', via: 'shell' },
      { email },
    )
    if (outcome.is !== 'created') throw new Error(`the account was not created: ${outcome.is}`)
    return { ...outcome.account, email, passwordHash }
  }

  const { client, secret } = await register({})
  const api = makeResource({ name: 'Notes', uri: 'https://notes.example' }, { clock, random })
  await first.store.resources.insert(api.resource, ACT)
  const account = await newAccount('jo.martin@example.com')

  return {
    issuer,
    get store() {
      return first.store
    },
    keys,
    clock,
    account,
    client,
    clientSecret: secret,
    resource: api.resource,
    resourceSecret: api.secret,
    log,
    register,
    createAccount: newAccount,
    async addNode(changed) {
      const origin = `http://127.0.0.1:${await freePort('127.0.0.1')}`
      others.push(await openNode(origin, changed))
      return origin
    },
    async restart() {
      if (options.open === undefined && path === ':memory:')
        throw new Error('a database in memory does not outlive its server')
      await closeAll()
      first = await openNode(issuer)
    },
    close: async () => {
      await closeAll()
    },
    [Symbol.asyncDispose]: async () => {
      await closeAll()
    },
  }
}

/**
 * The parties in the demo: one user, two clients, one API, and the platform if people sign in
 * there. Their names and secrets are stored in `demo.json`, readable only by its owner, so that
 * they survive a restart.
 *
 * Mandate makes the secrets, so they differ on every machine.
 */

import { randomBytes } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { databasePath, type Mandate, PLATFORM_WAY } from './mandate.ts'
import { DemoRefused } from './refused.ts'

/** Where people sign in: on Mandate's own page, or on that of the example platform. */
export type SignInAt = 'mandate' | 'platform'

interface Credentials {
  readonly client_id: string
  readonly client_secret: string
}

export interface Cast {
  readonly user: { readonly username: string; readonly password: string }
  /** For the curl lines: trusted, so that no consent page gets in the way. */
  readonly client: Credentials & { readonly redirect_uri: string }
  /** For the integrator's page: its users are asked for consent. */
  readonly integrator: Credentials
  readonly resource: Credentials
  /** For a demo with sign-in at the platform. */
  readonly platform?: PlatformCast
}

export interface PlatformCast {
  readonly admin: Cast['user']
  readonly key: string
}

type Parties = Required<Cast>

/** The content of `demo.json` until all parties exist, and the process that is completing it. */
type Draft = Partial<Parties> & {
  readonly process?: number
  /** Missing in the file of an older demo. */
  readonly sign_in_at?: SignInAt
}

const USERNAME = 'demo@example.com'
const PLATFORM_USERNAME = 'ben@notewell.example'
const PLATFORM_ADMIN = 'ada@notewell.example'
const REDIRECT_URI = 'https://urltoclient:4443'
const RESOURCE_URI = 'https://notes.example'
/** Several demos on one directory share the integrator, each on a separate port. */
const MOST_CALLBACKS = 5
/** Another demo completes its cast in less time than this. */
const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 50

/**
 * Claims the directory for a demo. Throws `DemoRefused` if it holds something else: a demo user does
 * not belong in real data, nor the users of one kind of demo in the other.
 */
export function claimDirectory(data: string, signInAt: SignInAt): void {
  const path = castPath(data)
  const draft = read(path)
  if (draft !== undefined) {
    if ((draft.sign_in_at ?? 'mandate') === signInAt) return
    const which = signInAt === 'platform' ? 'without' : 'with'
    throw new DemoRefused(
      `The directory ${data} holds a demo ${which} --own-sign-in: give --data another directory.`,
    )
  }
  if (existsSync(databasePath(data))) {
    throw new DemoRefused(
      `The directory ${data} holds a database, but no ${path}: give --data a directory for the demo alone.`,
    )
  }
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    write(path, { process: process.pid, sign_in_at: signInAt }, placeUnlessThere)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new DemoRefused(
      `The file ${path} cannot be written (${code}): give --data a directory that this user can write to.`,
    )
  }
}

/**
 * The cast of a claimed directory; registers the parties that are missing, with clients for this
 * scope. May be interrupted and repeated. If another demo is doing that, waits for its cast.
 */
export async function castFor(data: string, mandate: Mandate, scope: string): Promise<Cast> {
  const path = castPath(data)
  let draft = await nobodyElses(path)
  if (isWhole(draft)) return draft
  async function complete<Name extends keyof Parties>(
    name: Name,
    make: () => Promise<Parties[Name]>,
  ) {
    const made = draft[name] ?? (await make())
    draft = { ...draft, process: process.pid, [name]: made }
    write(path, draft, renameSync)
    return made
  }
  const isPlatforms = draft.sign_in_at === 'platform'
  const parties = {
    user: await complete('user', () => (isPlatforms ? platformUser() : makeUser(mandate))),
    client: await complete('client', async () => {
      const options = ['--redirect-uri', REDIRECT_URI, '--scope', scope, '--trusted']
      return { ...(await makeClient(mandate, 'curl', ...options)), redirect_uri: REDIRECT_URI }
    }),
    integrator: await complete('integrator', () => {
      const options = ['--redirect-uri', 'http://127.0.0.1/callback', '--scope', scope]
      return makeClient(mandate, 'Acme Notes Sync', ...options)
    }),
    resource: await complete('resource', () => makeResource(mandate)),
  }
  if (!isPlatforms) return parties
  const makePlatform = async () => ({
    admin: { username: PLATFORM_ADMIN, password: parties.user.password },
    key: await makePlatformKey(mandate),
  })
  return { ...parties, platform: await complete('platform', makePlatform) }
}

/** Records where the parties listen this time, for readers of the file: ports change. */
export function noteAddresses(
  data: string,
  noted: { readonly cast: Cast; readonly issuer: string; readonly apiUrl: string },
): void {
  const { cast, issuer, apiUrl } = noted
  const sign_in_at: SignInAt = cast.platform === undefined ? 'mandate' : 'platform'
  const { user, client, integrator, resource, platform } = cast
  const parties = { user, client, integrator, resource, platform }
  const document = { issuer, api_url: apiUrl, sign_in_at, ...parties }
  write(castPath(data), document, renameSync)
}

/** Allows the integrator the address where it listens this time, and what it asks for. */
export async function registerIntegrator(
  mandate: Mandate,
  { integrator }: Cast,
  { callback, scope }: { readonly callback: string; readonly scope: string },
): Promise<void> {
  const { redirect_uris: registered, scope: allowed } = (await mandate.run(
    ...['client', 'show', integrator.client_id],
  )) as { readonly redirect_uris: readonly string[]; readonly scope: string }
  const uris = [...new Set([callback, ...registered])].slice(0, MOST_CALLBACKS)
  if (registered.includes(callback) && allowed === scope) return
  const change = ['--redirect-uri', ...uris, '--scope', scope]
  await mandate.run('client', 'update', integrator.client_id, ...change)
}

/** An existing one is from a demo that was interrupted before it could record the password. */
async function makeUser(mandate: Mandate): Promise<Cast['user']> {
  const users = (await mandate.run('user', 'list')) as readonly { readonly username: string }[]
  const isThere = users.some(({ username }) => username === USERNAME)
  const made = await mandate.run('user', isThere ? 'reset-password' : 'create', USERNAME)
  const { password } = made as { readonly password: string }
  return { username: USERNAME, password }
}

/** The platform creates the user with this password. */
async function platformUser(): Promise<Cast['user']> {
  return { username: PLATFORM_USERNAME, password: randomBytes(12).toString('base64url') }
}

async function makePlatformKey(mandate: Mandate): Promise<string> {
  const options = ['--name', 'Notewell', '--may', 'sign_in,users', '--provider', PLATFORM_WAY]
  const made = await mandate.run('platform-key', 'create', ...options)
  return (made as { readonly platform_key: string }).platform_key
}

function makeClient(mandate: Mandate, name: string, ...options: string[]): Promise<Credentials> {
  return credentials(mandate, 'client', 'create', '--name', name, ...options)
}

/** No two APIs have the same URI. */
async function makeResource(mandate: Mandate): Promise<Credentials> {
  const resources = (await mandate.run('resource', 'list')) as readonly {
    readonly client_id: string
    readonly resource: string
  }[]
  const there = resources.find(({ resource }) => resource === RESOURCE_URI)
  if (there !== undefined) {
    return credentials(mandate, 'resource', 'rotate-secret', there.client_id, '--yes')
  }
  // Its /me shows the user, so it needs the e-mail address.
  const options = ['--name', 'Notes', '--uri', RESOURCE_URI, '--needs-username']
  return credentials(mandate, 'resource', 'create', ...options)
}

async function credentials(mandate: Mandate, ...args: string[]): Promise<Credentials> {
  const { client_id, client_secret } = (await mandate.run(...args)) as Credentials
  return { client_id, client_secret }
}

function castPath(data: string): string {
  return join(data, 'demo.json')
}

/** The content of the file once no other process is working on it. */
async function nobodyElses(path: string): Promise<Draft> {
  for (const until = performance.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS)) {
    const draft = read(path) ?? {}
    const busy = draft.process !== undefined && isOther(draft.process)
    if (isWhole(draft) || !busy || performance.now() > until) return draft
  }
}

function isOther(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function read(path: string): Draft | undefined {
  let found: unknown
  try {
    found = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
  }
  const draft = (found ?? {}) as Draft
  if (isWhole(draft) || typeof draft.process === 'number') return draft
  throw new DemoRefused(
    `The file ${path} is damaged: remove the directory ${dirname(path)} to begin the demo afresh.`,
  )
}

function isWhole(draft: Draft): draft is Cast {
  const { user, client, integrator, resource, platform } = draft
  const texts = [user?.username, user?.password, client?.redirect_uri]
  const credentials = [client, integrator, resource].flatMap((one) => [
    one?.client_id,
    one?.client_secret,
  ])
  const isPlatforms = draft.sign_in_at === 'platform'
  const ofPlatform = isPlatforms ? [platform?.key, platform?.admin.username] : []
  return [...texts, ...credentials, ...ofPlatform].every((text) => typeof text === 'string')
}

/** Atomic for readers, and readable only by this user. */
function write(path: string, document: object, place: (draft: string, path: string) => void): void {
  const draft = `${path}.${process.pid}.new`
  writeFileSync(draft, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 })
  try {
    place(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** If two demos start at the same moment, the first one's file stays. */
function placeUnlessThere(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch {
    // Some file systems have no hard links.
    if (!existsSync(path)) renameSync(draft, path)
  }
}

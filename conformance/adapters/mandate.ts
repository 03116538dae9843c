/**
 * Mandate as the issuer under test: its command line makes the cast, its pages are filled in.
 *
 *     openMandate()                      a server of its own on a temporary directory
 *     openMandate({ issuer, data })      a server that runs already, with its data directory
 *
 * In an existing directory, whatever was made is deleted or disabled at the end.
 */

import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { type ClientWanted, cast, type Role, roles, scopes } from '../cast.ts'
import type { Client, Issuer, Metadata } from '../issuer.ts'
import { signersKeys } from '../parties/assertion.ts'
import { type FillIn, newBrowser, type User } from '../parties/browser.ts'
import { obtainCode, obtainTokens } from '../parties/client.ts'
import { send } from '../parties/http.ts'
import { CommandFailed, mandate, type Running, serveApi, serveMandate } from './processes.ts'

/** One type, which no client of the cast may use. */
const DETAILS = 'payment: { title: A payment, schema: { type: object, properties: {} } }\n'

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'

export interface Existing {
  readonly issuer: string
  readonly data: string
}

/** Opens it for testing; `close` stops what was started. */
export async function openMandate(existing?: Existing): Promise<Issuer> {
  if (existing !== undefined) return openPlace(existing, [])
  const data = await mkdtemp(join(tmpdir(), 'mandate-conformance-'))
  const authorization_details_file = join(data, 'details.yaml')
  await writeFile(authorization_details_file, DETAILS)
  await writeFile(
    join(data, 'mandate.yaml'),
    JSON.stringify({ scopes, authorization_details_file }),
  )
  const servers: Running[] = []
  const serve = async (...flags: readonly string[]) => {
    const log = join(data, `server-${servers.length}.log`)
    const server = await serveMandate(['--port', '0', '--data', data, ...flags], log)
    servers.push(server)
    return server.url
  }
  const issuer = await openPlace({ issuer: await serve(), data }, servers)
  const { expiresAt, ...secrets } = await expireSoon(issuer, serve)
  return {
    ...issuer,
    expired: async () => {
      while (performance.now() < expiresAt) await setTimeout(expiresAt - performance.now())
      return secrets
    },
    traces: () => filesIn(data),
    whileStorageFails: (act) => whileLocked(join(data, 'mandate.db'), act),
    readingQueries: async () => at(issuer, await serve('--token-parameters-in-query', 'true')),
    async close() {
      await issuer.close()
      await Promise.all(servers.map((server) => server.stop()))
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** The same clients, users and database at another server. */
async function at(issuer: Issuer, url: string): Promise<Issuer> {
  const home = { origin: url, fillIn, user: issuer.user }
  const cookies = issuer.signedIn().cookies()
  return {
    ...issuer,
    issuer: url,
    metadata: await readMetadata(url),
    newBrowser: () => newBrowser(home),
    signedIn: () => newBrowser(home, cookies),
    close: async () => {},
  }
}

/** Issued with the shortest possible lifetimes. */
async function expireSoon(issuer: Issuer, serve: (...flags: readonly string[]) => Promise<string>) {
  const [codeSeconds, tokenSeconds] = [5, 10]
  const flags = ['--code-seconds', `${codeSeconds}`, '--access-token-seconds', `${tokenSeconds}`]
  const shortLived = await at(issuer, await serve(...flags))
  const { accessToken } = await obtainTokens(shortLived)
  const code = await obtainCode(shortLived)
  return { code, accessToken, expiresAt: performance.now() + (tokenSeconds + 1) * 1000 }
}

async function openPlace({ issuer, data }: Existing, servers: readonly Running[]): Promise<Issuer> {
  const isOurs = servers.length > 0
  const command = (args: readonly string[], input?: string) =>
    mandate([...args, '--data', data], input)
  const metadata = await readMetadata(issuer)
  const known = Array.isArray(metadata['scopes_supported']) ? metadata['scopes_supported'] : []
  const everything = Object.keys(scopes).filter((scope) => known.includes(scope))
  // A few at a time: each is a process.
  const user = await createUser(command, 'jo')
  const [otherUser, api, otherApi] = await Promise.all([
    createUser(command, 'mo'),
    createApi(command, 'Notes'),
    createApi(command, 'Archive'),
  ])
  const clients = await createCast(command, { known, everything: everything.join(' ') })
  const origin = new URL(issuer).origin
  const browserOf = (cookies?: Parameters<typeof newBrowser>[1]) =>
    newBrowser({ origin, fillIn, user }, cookies)
  const first = browserOf()
  await first.submit(await first.visit(`${issuer}/sign-in`))
  const cookies = first.cookies()
  const running = await serveApi(
    ['--issuer', issuer, '--client-id', api.id, '--port', '0', '--resource', api.uri],
    api.secret,
  )
  const disabling = (noun: 'user' | 'client', verb: 'disable' | 'enable', id: string) =>
    command([noun, verb, id]).then(() => {})

  return {
    name: 'Mandate',
    issuer,
    metadata,
    clients,
    user,
    otherUser,
    api,
    otherApi,
    usualParameters: {},
    newBrowser: () => browserOf(),
    signedIn: () => browserOf(cookies),
    async register(uri) {
      try {
        const made = await command(['client', 'create', '--name', 'Tried', '--redirect-uri', uri])
        if (!isOurs) await command(['client', 'delete', '--yes', String(made['client_id'])])
        return true
      } catch (error) {
        if (error instanceof CommandFailed) return false
        throw error
      }
    },
    protectedResource: {
      url: `${running.url}/notes`,
      scope: 'all',
      ...(known.includes('notes:write') && { tooLittle: 'notes:write' }),
      elsewhere: otherApi.uri,
    },
    operator: {
      disableUser: ({ username }) => disabling('user', 'disable', username),
      enableUser: ({ username }) => disabling('user', 'enable', username),
      disableClient: ({ id }) => disabling('client', 'disable', id),
      enableClient: ({ id }) => disabling('client', 'enable', id),
    },
    ownPages: true,
    repeatsByKey: true,
    refreshTokenSeconds: 31_536_000,
    async close() {
      await running.stop()
      if (!isOurs) await tidyUp(command, { clients, users: [user, otherUser] })
    },
  }
}

type Command = (
  args: readonly string[],
  input?: string,
) => Promise<Readonly<Record<string, unknown>>>

async function createUser(command: Command, name: string): Promise<User> {
  const username = `${name}.${randomBytes(6).toString('hex')}@example.com`
  // With every character of the vector of RFC 6749 App. B, so that each sign-in tests the encoding.
  const password = `correct horse  %&+£€ ${name}`
  await command(['user', 'create', username, '--password-stdin'], password)
  return { username, password }
}

async function createApi(command: Command, name: string) {
  const uri = `https://${name.toLowerCase()}-${randomBytes(6).toString('hex')}.example`
  const made = await command(['resource', 'create', '--name', name, '--uri', uri])
  return { id: String(made['client_id']), secret: String(made['client_secret']), uri }
}

/** The scopes that the server has, and those of `cast.ts` among them. */
interface Scopes {
  readonly known: readonly string[]
  readonly everything: string
}

async function createCast(command: Command, scopes: Scopes) {
  const made: (readonly [Role, Client])[] = []
  for (let i = 0; i < roles.length; i += 4) {
    const some = roles.slice(i, i + 4)
    made.push(
      ...(await Promise.all(
        some.map(async (role) => [role, await createClient(command, role, scopes)] as const),
      )),
    )
  }
  return Object.fromEntries(made) as Record<Role, Client>
}

/** With which a client manages its stream of security events. */
const STREAMS = ' ssf.manage ssf.read'

async function createClient(command: Command, role: Role, scopes: Scopes): Promise<Client> {
  const wanted: ClientWanted = cast[role]
  const { known, everything } = scopes
  const isKnown = wanted.scope?.split(' ').every((token) => known.includes(token))
  const described = [
    ...['client', 'create', '--name', wanted.name, '--redirect-uri', ...wanted.redirectUris],
    ...['--scope', `${(isKnown && wanted.scope) || everything}${wanted.isMachine ? STREAMS : ''}`],
    ...(wanted.kind === 'public' ? ['--public'] : []),
    ...(wanted.trusted ? ['--trusted'] : []),
    ...(wanted.requirePkce ? ['--require-pkce'] : []),
    ...(wanted.isMachine ? ['--grant-type', 'client_credentials', TOKEN_EXCHANGE] : []),
    ...(wanted.onDevices ? ['--grant-type', DEVICE_CODE, 'refresh_token'] : []),
  ]
  const made = wanted.signs
    ? await withKeys((options) => command([...described, ...options]))
    : await command(described)
  const id = String(made['client_id'])
  if (wanted.disabled) await command(['client', 'disable', id])
  const secret = made['client_secret']
  return {
    id,
    secret: typeof secret === 'string' ? secret : null,
    redirectUris: wanted.redirectUris,
    needsPkce: made['require_pkce'] === true,
  }
}

/** Creates a client with the options for one that signs. */
async function withKeys<Made>(
  create: (options: readonly string[]) => Promise<Made>,
): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), 'mandate-conformance-keys-'))
  try {
    const file = join(folder, 'jwks.json')
    await writeFile(file, JSON.stringify(signersKeys))
    return await create(['--token-endpoint-auth-method', 'private_key_jwt', '--jwks', file])
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function tidyUp(
  command: Command,
  made: { readonly clients: Issuer['clients']; readonly users: readonly User[] },
): Promise<void> {
  for (const { id } of Object.values(made.clients)) await command(['client', 'delete', '--yes', id])
  for (const { username } of made.users) await command(['user', 'disable', username])
}

async function readMetadata(issuer: string): Promise<Metadata> {
  const answer = await send(`${issuer}/.well-known/oauth-authorization-server`)
  return answer.json as Metadata
}

/** Keys do not count as traces: secrets are derived from them, and production keeps them apart. */
async function filesIn(data: string) {
  const names = (await readdir(data)).filter((name) => !name.includes('key'))
  return Promise.all(
    names.map(async (where) => ({ where, bytes: await readFile(join(data, where)) })),
  )
}

/** Another process that locks the database for longer than the server waits. */
async function whileLocked<Done>(path: string, act: () => Promise<Done>): Promise<Done> {
  const database = new DatabaseSync(path)
  try {
    database.exec('BEGIN IMMEDIATE')
    return await act()
  } finally {
    database.close()
  }
}

const fillIn: FillIn = (form, { user, decision }) => {
  const hidden = Object.fromEntries(form.inputs)
  if (form.inputs.has('password')) {
    const fields = { ...hidden, email: user.username, password: user.password }
    return { action: form.action, method: 'POST', fields }
  }
  if (form.buttons.includes(`decision=${decision}`)) {
    return { action: form.action, method: 'POST', fields: { ...hidden, decision } }
  }
  return undefined
}

/**
 * Who plays in the demo: one user, two clients, one API. Their names and secrets are kept in
 * `demo.json`, readable by its owner only, so that a restarted demo is the same demo.
 *
 * The password is made for each data directory. A fixed one would be the same on every machine where
 * anybody ever tried Mandate.
 */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { secretAuthentication } from '../clients/authentication/client-secret.ts'
import { describeClient, describeResource } from '../clients/registration.ts'
import type { Act } from '../facts/actor.ts'
import { createPrivateFile, replacePrivateFile } from '../new-file.ts'
import { createAccount } from '../operations/accounts.ts'
import { emailKey } from '../people/email.ts'
import { createPasswords } from '../people/password.ts'
import { databaseNamed } from '../runtime/database.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store/port.ts'
import type { Random } from '../time-and-chance.ts'
import { type CommandContext, CommandRefused } from './command.ts'
import { newPassword } from './secret-input.ts'

interface Credentials {
  readonly client_id: string
  readonly client_secret: string
}

export interface Cast {
  readonly user: { readonly username: string; readonly password: string }
  /** For the curl lines: trusted, so that no consent page comes between. */
  readonly client: Credentials & { readonly redirect_uri: string }
  /** For the integrator's page: its users are asked. */
  readonly integrator: Credentials
  readonly resource: Credentials
}

const USERNAME = 'demo@example.com'
const REDIRECT_URI = 'https://urltoclient:4443'

/**
 * The cast of this data directory, made where the directory is new. Throws `CommandRefused` where
 * the directory holds something else than a demo: nobody wants a demo user in real data.
 */
export async function castFor(settings: Settings, context: CommandContext): Promise<Cast> {
  const path = castPath(settings)
  const there = readCast(path)
  if (there !== undefined) return there
  if (await databaseNamed(settings.database).isThere()) {
    throw new CommandRefused(
      `The directory ${settings.data} holds a database, but no ${path}: give --data a directory for the demo alone.`,
    )
  }
  const cast = newCast(settings, context)
  writeCast(path, cast, context.random)
  // Another demo may have begun here at the same moment; then its cast holds.
  return readCast(path) ?? cast
}

/** Notes where the parties listen this time, for readers of the file: ports move. */
export function noteAddresses(
  settings: Settings,
  { random }: CommandContext,
  noted: { readonly cast: Cast; readonly issuer: string; readonly apiUrl: string },
): void {
  const { cast, issuer, apiUrl } = noted
  const document = { issuer, api_url: apiUrl, ...membersOf(cast) }
  replacePrivateFile(castPath(settings), `${JSON.stringify(document, null, 2)}\n`, random)
}

/** Puts those of the cast into the store who are not there yet. May be repeated or interrupted. */
export async function bringOnStage(
  cast: Cast,
  stage: {
    readonly store: Store
    readonly settings: Settings
    readonly context: CommandContext
    readonly integratorUrl: string
  },
): Promise<void> {
  const { store, context, integratorUrl } = stage
  const callback = `${integratorUrl}/callback`
  const [user, client, integrator, resource] = await Promise.all([
    store.accounts.findByEmailKey(emailKey(cast.user.username)),
    store.clients.find(cast.client.client_id),
    store.clients.find(cast.integrator.client_id),
    store.resources.find(cast.resource.client_id),
  ])
  if (user === undefined) {
    const passwords = createPasswords(context)
    const { username: email, password } = cast.user
    await createAccount(
      { store, settings: stage.settings, ...context, passwords },
      { kind: 'system' },
      { email, password },
    )
  }
  const act: Act = { by: { kind: 'system' }, at: context.clock.now() }
  const described = describeCast(stage.settings, context, callback)
  if (client === undefined) {
    await store.clients.insert({ ...described.client, ...storedAs(cast.client) }, act)
  }
  if (integrator === undefined) {
    await store.clients.insert({ ...described.integrator, ...storedAs(cast.integrator) }, act)
  } else if (integrator.redirectUris[0] !== callback) {
    await store.clients.update(integrator.id, { redirectUris: [callback] }, act)
  }
  if (resource === undefined) {
    await store.resources.insert({ ...described.resource, ...storedAs(cast.resource) }, act)
  }
}

function castPath({ data }: Settings): string {
  return join(data, 'demo.json')
}

/** Without the addresses of an earlier start. */
function membersOf({ user, client, integrator, resource }: Cast): Cast {
  return { user, client, integrator, resource }
}

function storedAs({ client_id, client_secret }: Credentials) {
  return { id: client_id, authentication: secretAuthentication(client_secret) }
}

function newCast(settings: Settings, context: CommandContext): Cast {
  const made = describeCast(settings, context, 'http://127.0.0.1/callback')
  const shown = ({ id }: { readonly id: string }, secret: string | null): Credentials => ({
    client_id: id,
    client_secret: secret ?? '',
  })
  return {
    user: { username: USERNAME, password: newPassword(context.random) },
    client: { ...shown(made.client, made.secrets.client), redirect_uri: REDIRECT_URI },
    integrator: shown(made.integrator, made.secrets.integrator),
    resource: shown(made.resource, made.secrets.resource),
  }
}

function describeCast(settings: Settings, context: CommandContext, callback: string) {
  const usual = {
    scope: settings.defaultScope,
    isPublic: false,
    requirePkce: false,
    refreshRetrySeconds: 0,
  }
  const curl = { ...usual, name: 'curl', redirectUris: [REDIRECT_URI], trusted: true }
  const page = { ...usual, name: 'Acme Notes Sync', redirectUris: [callback], trusted: false }
  // Its /me shows who somebody is, so it needs to be told.
  const api = { name: 'Notes', uri: 'https://notes.example', needsUsername: true }
  const client = describeClient(curl, context)
  const integrator = describeClient(page, context)
  const resource = describeResource(api, context)
  return {
    client: client.client,
    integrator: integrator.client,
    resource: resource.resource,
    secrets: { client: client.secret, integrator: integrator.secret, resource: resource.secret },
  }
}

function readCast(path: string): Cast | undefined {
  let cast: unknown
  try {
    cast = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    cast = undefined
  }
  if (isCast(cast)) return cast
  throw new CommandRefused(
    `The file ${path} is damaged: remove the directory ${dirname(path)} to begin the demo afresh.`,
  )
}

function isCast(cast: unknown): cast is Cast {
  const { user, client, integrator, resource } = (cast ?? {}) as Partial<Cast>
  const texts = [user?.username, user?.password, client?.redirect_uri]
  const credentials = [client, integrator, resource].flatMap((one) => [
    one?.client_id,
    one?.client_secret,
  ])
  return [...texts, ...credentials].every((text) => typeof text === 'string')
}

function writeCast(path: string, cast: Cast, random: Random): void {
  try {
    createPrivateFile(path, `${JSON.stringify(cast, null, 2)}\n`, random)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandRefused(
      `The file ${path} cannot be written (${code}): give --data a directory that this user may write to.`,
    )
  }
}

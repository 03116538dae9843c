/**
 * The access token for a server: from the environment, or of a sign-in, which is refreshed by one
 * process at a time. A refresh whose answer got lost is repeated with the same `Idempotency-Key`, so
 * the refresh token is never presented twice as something new.
 */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { inTurn } from '../../new-file.ts'
import { adminApiUri } from '../../oauth/admin-api.ts'
import { PATHS } from '../../oauth/metadata.ts'
import { type CommandContext, CommandRefused, quoted } from '../command.ts'
import { send } from './requests.ts'
import { readSignIn, type SignIn, signInFile, writeSignIn } from './sign-in-file.ts'

/** A token that ends sooner than this is refreshed, in seconds. */
const LEEWAY = 20

/** Rejects with `CommandRefused` if nobody has signed in, or the sign-in is over. */
export async function accessTokenFor(context: CommandContext, server: string): Promise<string> {
  const { environment } = context
  const given = environment['MANDATE_ADMIN_TOKEN']
  if (given !== undefined && given !== '') return given
  const file = environment['MANDATE_ADMIN_TOKEN_FILE']
  if (file !== undefined && file !== '') return readSecretFile(context, file)
  const id = environment['MANDATE_ADMIN_CLIENT_ID']
  if (id !== undefined && id !== '') return tokenOfProgram(context, { server, id })
  return tokenOfSignIn(context, server)
}

/** A program's own token (RFC 6749 §4.4). */
async function tokenOfProgram(
  context: CommandContext,
  { server, id }: { readonly server: string; readonly id: string },
): Promise<string> {
  const { environment } = context
  const file = environment['MANDATE_ADMIN_CLIENT_SECRET_FILE']
  const secret =
    environment['MANDATE_ADMIN_CLIENT_SECRET'] ??
    (file === undefined ? undefined : readSecretFile(context, file))
  if (secret === undefined) {
    throw new CommandRefused(
      'MANDATE_ADMIN_CLIENT_ID is set: set MANDATE_ADMIN_CLIENT_SECRET_FILE to a file with its secret, too',
    )
  }
  const pair = [id, secret].map(encodeURIComponent).join(':')
  const { status, document = {} } = await send(server + PATHS.token, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      resource: adminApiUri({ issuer: server }),
    }),
  })
  const { access_token: token } = document
  if (status === 200 && typeof token === 'string') return token
  throw new CommandRefused(
    `${server} refuses the client ${id}: ${String(document['error_description'] ?? status)}`,
  )
}

async function tokenOfSignIn(context: CommandContext, server: string): Promise<string> {
  const path = signInFile(context, server)
  const kept = readSignIn(path)
  if (kept === undefined) throw notSignedIn(server)
  if (isFresh(context, kept)) return kept.access_token
  return inTurn(`${path}.refresh`, async () => {
    const now = readSignIn(path)
    if (now === undefined) throw notSignedIn(server)
    // Another command may have been faster.
    return isFresh(context, now) ? now.access_token : refreshed(context, path, now)
  })
}

const isFresh = ({ clock }: CommandContext, { expires_at: end }: SignIn) =>
  end > clock.now() + LEEWAY

async function refreshed(context: CommandContext, path: string, kept: SignIn): Promise<string> {
  const key = kept.refresh_key ?? Buffer.from(context.random(16)).toString('hex')
  // Before the request: whoever comes after a crash has to use the same key.
  writeSignIn(context, path, { ...kept, refresh_key: key })
  const { status, document = {} } = await send(kept.server + PATHS.token, {
    method: 'POST',
    headers: { 'Idempotency-Key': key },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: kept.refresh_token,
      client_id: kept.client_id,
    }),
  })
  if (status === 400 || status === 401) throw notSignedIn(kept.server)
  const next = signInFrom(context, kept, document)
  if (status !== 200 || next === undefined) {
    throw new CommandRefused(`${kept.server} cannot renew the sign-in now (${status}); try again`)
  }
  writeSignIn(context, path, next)
  return next.access_token
}

/** The sign-in that a token answer (RFC 6749 §5.1) makes; undefined if it is none. */
export function signInFrom(
  { clock }: CommandContext,
  { server, client_id, scope }: Pick<SignIn, 'server' | 'client_id' | 'scope'>,
  answer: Readonly<Record<string, unknown>>,
): SignIn | undefined {
  const { access_token: access, refresh_token: refresh, expires_in: seconds } = answer
  if (typeof access !== 'string' || typeof refresh !== 'string') return undefined
  const lifetime = typeof seconds === 'number' ? seconds : 60
  const granted = typeof answer['scope'] === 'string' ? answer['scope'] : scope
  return {
    ...{ server, client_id, scope: granted },
    ...{ access_token: access, expires_at: clock.now() + lifetime, refresh_token: refresh },
  }
}

export function notSignedIn(server: string): CommandRefused {
  return new CommandRefused(
    `You are not signed in to ${server}; first: mandate login --server ${quoted(server)}`,
  )
}

/** The file's content without white space around it. Throws `CommandRefused`. */
function readSecretFile({ workingDirectory }: CommandContext, file: string): string {
  try {
    return readFileSync(resolve(workingDirectory, file), 'utf8').trim()
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    throw new CommandRefused(`The file ${file} cannot be read${reason}.`)
  }
}

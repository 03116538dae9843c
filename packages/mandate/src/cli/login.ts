/**
 * `mandate login` and `mandate logout`: sign in to a server elsewhere by the device flow (RFC 8628), for
 * the commands with `--server`.
 */

import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { adminApiUri } from '../oauth/admin-api.ts'
import { PATHS } from '../oauth/metadata.ts'
import { everyPermission, scopeOf } from '../operators/permissions.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  UsageRefused,
} from './command.ts'
import { send } from './remote/requests.ts'
import { serverAddress } from './remote/server-address.ts'
import {
  forgetSignIn,
  readSignIn,
  type SignIn,
  signInFile,
  writeSignIn,
} from './remote/sign-in-file.ts'
import { signInFrom } from './remote/token.ts'
import { printable } from './terminal.ts'

interface LoginOptions extends CommandOptions {
  readonly clientId?: string
  readonly scope: string
}

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'
const EVERYTHING = everyPermission.map(scopeOf).join(' ')

export function addLoginCommands(program: Command, context: CommandContext): void {
  addCommand(program, 'login', 'Sign in to a server elsewhere, for commands with --server')
    .option('--client-id <client_id>', 'the client that the server’s owner registered for this')
    .option('--scope <scope>', 'ask for less than everything that your role allows', EVERYTHING)
    .action((options: LoginOptions) => login(context, options))

  addCommand(program, 'logout', 'Sign out of a server elsewhere').action(
    (options: CommandOptions) => logout(context, options),
  )
}

async function login(context: CommandContext, options: LoginOptions): Promise<void> {
  const server = serverIn(options)
  const path = signInFile(context, server)
  const clientId = options.clientId ?? readSignIn(path)?.client_id
  if (clientId === undefined) {
    throw new UsageRefused(
      'Give --client-id: the owner of the server gets one with mandate operator login-client',
    )
  }
  const wanted = { server, client_id: clientId, scope: options.scope }
  const signIn = await byDevice(context, wanted)
  writeSignIn(context, path, signIn)
  answer(context, options, {
    json: { server, client_id: clientId, scope: signIn.scope, file: path },
    text: `You are signed in to ${server}. Add to commands: --server ${server}`,
  })
}

/** Rejects with `CommandRefused` if the person refuses, or is too late. */
async function byDevice(
  context: CommandContext,
  wanted: Pick<SignIn, 'server' | 'client_id' | 'scope'>,
): Promise<SignIn> {
  const { server, client_id, scope } = wanted
  const asked = await post(server + PATHS.deviceAuthorization, {
    ...{ client_id, scope, resource: adminApiUri({ issuer: server }) },
  })
  const { device_code: code, user_code: shown, verification_uri: page } = asked.document
  if (typeof code !== 'string') throw refusedBy(server, asked.document)
  const complete = asked.document['verification_uri_complete'] ?? page
  context.terminal.warn(
    `Open this page, and compare the code ${printable(String(shown))}:\n\n  ${printable(String(complete))}\n`,
  )
  let seconds = Number(asked.document['interval'] ?? 5)
  for (;;) {
    await pause(seconds * 1000)
    const { document } = await post(server + PATHS.token, {
      ...{ grant_type: DEVICE_CODE, device_code: code, client_id },
    })
    const signIn = signInFrom(context, wanted, document)
    if (signIn !== undefined) return signIn
    // RFC 8628 §3.5
    if (document['error'] === 'slow_down') seconds += 5
    else if (document['error'] !== 'authorization_pending') throw refusedBy(server, document)
  }
}

async function logout(context: CommandContext, options: CommandOptions): Promise<void> {
  const server = serverIn(options)
  const path = signInFile(context, server)
  const kept = readSignIn(path)
  if (kept === undefined) throw new CommandRefused(`You are not signed in to ${server}.`)
  const { status } = await post(server + PATHS.revocation, {
    ...{ token: kept.refresh_token, client_id: kept.client_id },
  })
  if (status !== 200) {
    throw new CommandRefused(`${server} cannot end the sign-in now (${status}); try again`)
  }
  forgetSignIn(path)
  const json = { server, signed_out: true }
  answer(context, options, { json, text: `You are signed out of ${server}.` })
}

async function post(address: string, form: Readonly<Record<string, string>>) {
  const body = new URLSearchParams(form)
  const { status, document = {} } = await send(address, { method: 'POST', headers: {}, body })
  return { status, document }
}

function refusedBy(server: string, document: Readonly<Record<string, unknown>>): CommandRefused {
  const { error = 'an answer that is none', error_description: why = error } = document
  return new CommandRefused(`${server} refuses the sign-in: ${printable(String(why))}`)
}

function serverIn({ server }: CommandOptions): string {
  if (server !== undefined) return serverAddress(server)
  throw new UsageRefused('Give --server, such as https://login.example.com')
}

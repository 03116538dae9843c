/** `mandate client …`: the integrating systems. */

import type { Command } from 'commander'
import { describeClient, refuseClientProblem } from '../oauth/registration.ts'
import { findResource } from '../oauth/resource-lookup.ts'
import type { ClientChange, Store } from '../store/port.ts'
import type { Client } from '../store/records.ts'
import { clientDocument, clientText } from './client-document.ts'
import { addClientEndings } from './client-ending.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  UsageRefused,
  wholeNumber,
} from './command.ts'
import { INIT_FLAG, type InitOptions, withData } from './data-directory.ts'
import { everyRow } from './every-row.ts'
import { adviceOnParallelRefreshes, countParallelRefreshes } from './parallel-refreshes.ts'
import { addRotateSecret } from './secret-rotation.ts'
import { moment, printable, table } from './terminal.ts'

interface ClientOptions extends InitOptions {
  readonly name?: string
  readonly redirectUri?: readonly string[]
  readonly scope?: string
  readonly public?: true
  readonly trusted?: boolean
  readonly requirePkce?: boolean
  readonly refreshRetrySeconds?: string
  /** False where it is to have none. */
  readonly resource?: readonly string[] | false
  readonly allowScheme?: readonly string[] | false
}

const RETRY_FLAG = '--refresh-retry-seconds'

export function addClientCommands(program: Command, context: CommandContext): void {
  const client = addGroup(
    program,
    'client',
    'Register and manage clients: the systems that act for users',
  )

  addCommand(client, 'create', 'Register a client; its secret is shown once')
    .requiredOption('--name <name>', 'what people read on the consent page')
    .requiredOption('--redirect-uri <uri...>', 'where browsers are sent back to, exactly')
    .option('--scope <scope>', 'the scope tokens it may ask for (default: the default scope)')
    .option('--public', 'cannot keep a secret: an app on a phone, a desktop or in a browser')
    .option('--trusted', 'belongs to the platform itself: nobody is asked for consent')
    .option(...INIT_FLAG)
    .option('--require-pkce', 'refuse its logins without PKCE')
    .option(
      `${RETRY_FLAG} <seconds>`,
      'for a client that refreshes in parallel or retries and cannot send Idempotency-Key: for this time (0 to 600), the same refresh token gets the same answer instead of ending the grant',
    )
    .option(
      '--resource <uri...>',
      'the APIs its tokens are for when a request names none (default: every API)',
    )
    .option(
      '--allow-scheme <scheme...>',
      'allow redirect URIs such as cursor://…, which any app can claim',
    )
    .action((options: ClientOptions) => createClient(context, options))

  addCommand(client, 'list', 'List all clients').action((options: CommandOptions) =>
    withData(context, options, async ({ store }) => {
      const clients = await everyRow((page) => store.clients.list(page))
      const rows = clients.map((one) => [one.id, one.name, kindOf(one), moment(one.createdAt)])
      answer(context, options, {
        json: clients.map((one) => clientDocument(one)),
        text:
          rows.length > 0
            ? table(context.terminal.style, ['CLIENT', 'NAME', 'KIND', 'SINCE (UTC)'], rows)
            : `There is no client yet. Register one:\n\n  ${nextCommand(options, 'client create --name NAME --redirect-uri https://HOST/callback')}`,
      })
    }),
  )

  addCommand(client, 'show <client_id>', 'Show one client, without its secret').action(
    (id: string, options: CommandOptions) =>
      withData(context, options, async ({ store }) => {
        const found = (await store.clients.find(id)) ?? unknownClient(id, options)
        const refused = await store.explanations.list({ clientId: id }, 1000)
        const count = countParallelRefreshes(refused).get(id) ?? 0
        const isAdvised = count > 0 && found.refreshRetrySeconds === 0
        answer(context, options, {
          json: {
            ...clientDocument(found),
            ...(count > 0 && { refused_parallel_refreshes: count }),
          },
          text: isAdvised
            ? `${clientText(found)}\n\n${adviceOnParallelRefreshes(options, id, count)}`
            : clientText(found),
        })
      }),
  )

  addCommand(client, 'update <client_id>', 'Change a client; what is not given stays as it is')
    .option('--name <name>', 'what people read on the consent page')
    .option('--redirect-uri <uri...>', 'replaces all redirect URIs')
    .option('--scope <scope>', 'the scope tokens it may ask for; what is missing is withdrawn')
    .option('--trusted', 'nobody is asked for consent')
    .option('--no-trusted', 'people are asked for consent')
    .option('--require-pkce', 'refuse its logins without PKCE')
    .option('--no-require-pkce', 'accept its logins without PKCE')
    .option(
      `${RETRY_FLAG} <seconds>`,
      'for a client that refreshes in parallel or retries and cannot send Idempotency-Key: for this time (0 to 600), the same refresh token gets the same answer instead of ending the grant',
    )
    .option('--resource <uri...>', 'replaces the APIs its tokens are for when a request names none')
    .option('--no-resource', 'its tokens are for every API when a request names none')
    .option('--allow-scheme <scheme...>', 'replaces the schemes allowed beside those with a dot')
    .option('--no-allow-scheme', 'no scheme is allowed beside those with a dot')
    .action((id: string, options: ClientOptions) => updateClient(context, options, id))

  addRotateSecret(client, context, {
    storeOf: ({ clients }) => clients,
    find: async (store, id, options) => {
      const found = (await store.clients.find(id)) ?? unknownClient(id, options)
      if (found.secretHash !== null) return found
      throw new CommandRefused(`${found.name} is a public client and has no secret to rotate.`)
    },
  })

  addClientEndings(client, context, async (store, id, options) => {
    return (await store.clients.find(id)) ?? unknownClient(id, options)
  })
}

function createClient(context: CommandContext, options: ClientOptions): Promise<void> {
  const refreshRetrySeconds = retrySeconds(options) ?? 0
  return withData(context, { ...options, mayInit: true }, async ({ store, settings }) => {
    const scope = options.scope ?? settings.defaultScope
    refuseUnknownScope(scope, settings.scopes)
    const { client, secret } = describeClient(
      {
        name: options.name ?? '',
        redirectUris: options.redirectUri ?? [],
        scope,
        isPublic: options.public ?? false,
        trusted: options.trusted ?? false,
        requirePkce: options.requirePkce ?? false,
        refreshRetrySeconds,
        defaultResources: await registeredApis(store, options),
        allowedSchemes: schemes(options),
      },
      context,
    )
    await store.clients.insert(client)
    warnOfSchemes(context, client)
    const login = new URLSearchParams({
      response_type: 'code',
      client_id: client.id,
      redirect_uri: client.redirectUris[0] ?? '',
    })
    const page = `${settings.issuer}/oauth2/authorize?${login}`
    answer(context, options, {
      json: clientDocument(client, secret),
      text: `${clientText(client, secret)}\n\n${
        client.requirePkce
          ? `Its login page, to which it adds state and code_challenge:\n\n  ${page}`
          : `Its login page:\n\n  ${page}`
      }`,
    })
  })
}

function updateClient(context: CommandContext, options: ClientOptions, id: string): Promise<void> {
  const refreshRetrySeconds = retrySeconds(options)
  const given: ClientChange = {
    ...(options.name !== undefined && { name: options.name }),
    ...(options.redirectUri !== undefined && { redirectUris: options.redirectUri }),
    ...(options.scope !== undefined && { scope: options.scope }),
    ...(options.trusted !== undefined && { trusted: options.trusted }),
    ...(options.requirePkce !== undefined && { requirePkce: options.requirePkce }),
    ...(refreshRetrySeconds !== undefined && { refreshRetrySeconds }),
    ...(options.allowScheme !== undefined && { allowedSchemes: schemes(options) }),
  }
  if (Object.keys(given).length === 0 && options.resource === undefined) {
    throw new UsageRefused('Nothing to change was given; see mandate client update --help')
  }
  return withData(context, options, async ({ store, settings }) => {
    if (given.scope !== undefined) refuseUnknownScope(given.scope, settings.scopes)
    const before = (await store.clients.find(id)) ?? unknownClient(id, options)
    const change: ClientChange = {
      ...given,
      ...(options.resource !== undefined && {
        defaultResources: await registeredApis(store, options),
      }),
    }
    // Both are looked at together: a scheme is not withdrawn while a redirect URI has it.
    refuseClientProblem({
      ...change,
      redirectUris: change.redirectUris ?? before.redirectUris,
      allowedSchemes: change.allowedSchemes ?? before.allowedSchemes,
    })
    if (before.secretHash === null && (change.trusted || change.requirePkce === false)) {
      // RFC 6749 §10.2, RFC 7636 §1: without a secret nothing else tells it from an imitation.
      throw new CommandRefused(
        `${before.name} is a public client: its users are asked for consent, and it has to use PKCE.`,
      )
    }
    await store.clients.update(id, change)
    const after = (await store.clients.find(id)) ?? unknownClient(id, options)
    if (change.allowedSchemes !== undefined) warnOfSchemes(context, after)
    answer(context, options, { json: clientDocument(after), text: clientText(after) })
  })
}

function retrySeconds({ refreshRetrySeconds }: ClientOptions): number | undefined {
  if (refreshRetrySeconds === undefined) return undefined
  return wholeNumber(RETRY_FLAG, refreshRetrySeconds, { from: 0, to: 600 })
}

/** The APIs that are named, in their registered spelling. Rejects with `CommandRefused`. */
async function registeredApis(
  { resources }: Store,
  options: ClientOptions,
): Promise<readonly string[]> {
  const uris = options.resource || []
  const found = await Promise.all(uris.map((uri) => findResource(resources, uri)))
  const unknown = uris.find((_, place) => found[place] === undefined)
  if (unknown !== undefined) {
    throw new CommandRefused(
      `There is no API ${unknown}; see which there are: ${nextCommand(options, 'resource list')}`,
    )
  }
  return [...new Set(found.flatMap((api) => api?.uri ?? []))]
}

/** RFC 3986 §3.1: a scheme is one, whatever its case. People copy it with what follows. */
function schemes({ allowScheme }: ClientOptions): readonly string[] {
  const given = allowScheme || []
  return [...new Set(given.map((scheme) => scheme.toLowerCase().replace(/:(\/\/)?$/, '')))]
}

/** RFC 8252 §8.4: nobody owns a scheme of one word. */
function warnOfSchemes({ terminal }: CommandContext, { allowedSchemes, name }: Client): void {
  for (const scheme of allowedSchemes) {
    terminal.warn(
      `mandate: any program on a device can claim ${scheme}: and be sent the codes meant for ${printable(name)}. PKCE keeps it from redeeming them; prefer https or http://127.0.0.1 where the app can.`,
    )
  }
}

function refuseUnknownScope(scope: string, scopes: Readonly<Record<string, string>>): void {
  const unknown = scope.split(' ').find((token) => !Object.hasOwn(scopes, token))
  if (unknown === undefined) return
  throw new CommandRefused(
    `There is no scope "${unknown}": give one of ${Object.keys(scopes).join(', ')}, or describe it in the setting scopes.`,
  )
}

function unknownClient(id: string, options: CommandOptions): never {
  throw new CommandRefused(
    `There is no client ${id}; see which there are: ${nextCommand(options, 'client list')}`,
  )
}

function kindOf(client: Client): string {
  return [
    client.secretHash === null ? 'public' : 'confidential',
    ...(client.trusted ? ['trusted'] : []),
    ...(client.disabledAt === null ? [] : ['disabled']),
  ].join(', ')
}

/** `mandate issuer create` and `update`: the options that say how far an issuer is trusted. */

import { readFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { ISSUER_PURPOSES } from '../clients/trusted-issuer.ts'
import { issuerDocument } from '../documents/issuer.ts'
import { createTrustedIssuer, updateTrustedIssuer } from '../operations/trusted-issuers.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { IssuerChange, TrustedIssuer } from '../store/records.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  OPERATOR,
  UsageRefused,
  wholeNumber,
} from './command.ts'
import { INIT_FLAG, type InitOptions, withData } from './data-directory.ts'
import { issuerText } from './issuer-text.ts'
import { printable } from './terminal.ts'
import { providerNamed } from './which-provider.ts'

export interface ChangeOptions extends CommandOptions {
  readonly name?: string
  readonly customer?: string
  readonly jwksUri?: string
  readonly jwks?: string
  readonly discovery?: true
  readonly alg?: readonly string[]
  readonly client?: readonly string[]
  readonly scope?: string
  readonly resource?: readonly string[]
  readonly provision?: boolean
  /** False removes it. */
  readonly logoutAudience?: string | false
  readonly maxLifetime?: string
  readonly singleUse?: boolean
}

interface CreateOptions extends ChangeOptions, InitOptions {
  readonly name: string
  readonly issuer: string
  readonly for: string
  readonly tenant?: string
  readonly provider?: string
}

type FindIssuer = (store: ReadStore, id: string, options: CommandOptions) => Promise<TrustedIssuer>

export function addIssuerDescriptions(
  group: Command,
  context: CommandContext,
  find: FindIssuer,
): void {
  const creating = addCommand(group, 'create', 'Trust an issuer, for one purpose')
    .requiredOption('--name <name>', 'the name that people and operators read')
    .requiredOption('--issuer <url>', 'its iss, exactly as in the tokens that it signs')
    .addOption(
      new Option('--for <purpose>', 'what it is trusted for')
        .choices(ISSUER_PURPOSES)
        .makeOptionMandatory(),
    )
    .option('--tenant <tenant>', 'the only tenant that is trusted, if the issuer serves several')
    .option(
      '--provider <name>',
      'whose subjects its subjects are: a way in the setting sign_in, or an issuer (default: itself)',
    )
  addChangeable(creating)
    .option(...INIT_FLAG)
    .action((options: CreateOptions) => create(context, options))

  const updating = addCommand(
    group,
    'update <issuer_id>',
    'Change how far an issuer is trusted; every grant that came of it ends, unless only names change',
  ).option('--name <name>', 'the name that people and operators read')
  addChangeable(updating)
    .option('--discovery', 'its keys are where its metadata says')
    .option('--no-provision', 'refuse people who have no account here')
    .option('--no-logout-audience', 'its logout tokens are refused')
    .option('--no-single-use', 'a workload’s token is good until it expires')
    .action((id: string, options: ChangeOptions) => update(context, options, { id, find }))
}

function addChangeable(command: Command): Command {
  return command
    .option('--customer <name>', 'whose issuer it is, for your own records')
    .option('--jwks-uri <url>', 'the address of its keys (default: its metadata says where)')
    .option('--jwks <file>', 'a file with its public keys as a JSON Web Key Set')
    .option('--alg <alg...>', 'the only algorithms that it may sign with')
    .option(
      '--client <client...>',
      'the clients that may present its assertions: an id or, for a scope of its own, "ID SCOPE SCOPE"',
    )
    .option('--scope <scope>', 'the most that these clients may get, separated by spaces')
    .option('--resource <uri...>', 'the APIs that they may get tokens for')
    .option('--provision', 'create an account for people who have none here')
    .option(
      '--logout-audience <client_id>',
      'your client id at the issuer: its logout tokens for that end what came of it',
    )
    .option('--max-lifetime <seconds>', 'the longest time from now until the exp of what it signs')
    .option('--single-use', 'for workloads: each token is good once')
}

function create(context: CommandContext, options: CreateOptions): Promise<void> {
  const change = changeIn(options)
  return withData(context, { ...options, mayInit: true }, async (data) => {
    const { name, issuer, for: purpose, tenant, provider: given } = options
    const provider = given === undefined ? issuer : providerNamed(data, given).provider
    const description = { ...change, name, issuer, purpose, tenant, provider }
    const outcome = await createTrustedIssuer(data, OPERATOR, description)
    if (outcome.is === 'invalid') throw new CommandRefused(outcome.sentence)
    if (outcome.is === 'issuer_taken') {
      const { by } = outcome
      const which = by === undefined ? '' : `: ${printable(by.name)}, ${by.id}`
      throw new CommandRefused(`${issuer} is already trusted for ${purpose}${which}.`)
    }
    const made = outcome.issuer
    answer(context, options, { json: issuerDocument(made), text: issuerText(issuerDocument(made)) })
  })
}

function update(
  context: CommandContext,
  options: ChangeOptions,
  { id, find }: { readonly id: string; readonly find: FindIssuer },
): Promise<void> {
  const change = changeIn(options)
  if (Object.keys(change).length === 0) {
    throw new UsageRefused('Nothing to change was given; see mandate issuer update --help')
  }
  return withData(context, options, async (data) => {
    await find(data.store, id, options)
    const outcome = await updateTrustedIssuer(data, OPERATOR, { id, change })
    if (outcome.is === 'invalid') throw new CommandRefused(outcome.sentence)
    const issuer = await find(data.store, id, options)
    answer(context, options, {
      json: issuerDocument(issuer),
      text: issuerText(issuerDocument(issuer)),
    })
  })
}

/** What is given. Throws `UsageRefused` or `CommandRefused`. */
export function changeIn(options: ChangeOptions): IssuerChange {
  const { name, customer, alg, client, scope, resource, maxLifetime } = options
  const { provision: provisions, singleUse, logoutAudience } = options
  return {
    ...(name !== undefined && { name }),
    ...(customer !== undefined && { customer }),
    ...keysIn(options),
    ...(alg !== undefined && { algorithms: [...new Set(alg)] }),
    ...(client !== undefined && { clients: clientsIn(client) }),
    ...(scope !== undefined && { scope }),
    ...(resource !== undefined && { resources: [...new Set(resource)] }),
    ...(provisions !== undefined && { provisions }),
    ...(logoutAudience !== undefined && { logoutAudience: logoutAudience || null }),
    ...(singleUse !== undefined && { singleUse }),
    ...(maxLifetime !== undefined && {
      maxLifetimeSeconds: wholeNumber('--max-lifetime', maxLifetime, { from: 10, to: 86_400 }),
    }),
  }
}

/** One place of keys instead of another. */
function keysIn({ jwks, jwksUri, discovery }: ChangeOptions): IssuerChange {
  if ([jwks, jwksUri, discovery].filter((given) => given !== undefined).length > 1) {
    throw new UsageRefused('Give one of --jwks, --jwks-uri and --discovery.')
  }
  if (jwks !== undefined) return { jwks: readKeys(jwks), jwksUri: null }
  if (jwksUri !== undefined) return { jwks: null, jwksUri }
  return discovery === undefined ? {} : { jwks: null, jwksUri: null }
}

/** The content of the file; its rules are checked later. */
function readKeys(file: string): NonNullable<IssuerChange['jwks']> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new CommandRefused(`The file ${file} cannot be read, or it is not JSON.`)
  }
}

/** `ID` or `ID SCOPE SCOPE`: an id has no space in it. */
function clientsIn(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((one) => {
      const [id = '', ...scope] = one.trim().split(/\s+/)
      return [id, scope.join(' ')]
    }),
  )
}

/** Reads the command line and the environment. */

import { parseArgs } from 'node:util'
import type { GuardOptions } from '../options.ts'

export interface ServeSettings {
  readonly port: number
  readonly host: string
  readonly guard: GuardOptions
  /** For the metadata. */
  readonly name: string | undefined
  readonly scopes: readonly string[]
}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'serve'; readonly settings: ServeSettings }
  /** `problem` is a sentence without secrets. */
  | { readonly kind: 'wrong'; readonly problem: string }

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The content of a file; throws if it cannot be read. */
  readFile(path: string): string
}

const DEFAULT_PORT = '9470'

const OPTIONS = {
  issuer: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  resource: { type: 'string' },
  'any-audience': { type: 'boolean' },
  'public-url': { type: 'string' },
  realm: { type: 'string' },
  name: { type: 'string' },
  scopes: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

export function readCommand(given: readonly string[], surroundings: Surroundings): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      options: OPTIONS,
      allowPositionals: true,
    })
    if (values.help || (given.length === 0 && positionals.length === 0)) return { kind: 'help' }
    if (positionals.join(' ') !== 'serve') {
      throw new Wrong(`there is no command "${positionals.join(' ')}": the only one is serve`)
    }
    return { kind: 'serve', settings: settingsFrom(values, surroundings) }
  } catch (error) {
    if (error instanceof Wrong || isUsageError(error)) {
      return { kind: 'wrong', problem: inBrief(error) }
    }
    throw error
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

function settingsFrom(values: Values, { environment, readFile }: Surroundings): ServeSettings {
  const variable = (name: string) => environment[variableOf(name)] || undefined
  const option = (name: Exclude<keyof Values, 'help' | 'any-audience'>) =>
    values[name] ?? variable(name)
  const issuer = option('issuer')
  if (issuer === undefined) {
    throw new Wrong('--issuer is missing: give the URL of the server that issues the tokens')
  }
  const resource = option('resource')
  const anyAudience = values['any-audience'] ?? variable('any-audience') === 'true'
  if (anyAudience && resource === undefined) {
    throw new Wrong('--any-audience says something about --resource, which is missing')
  }
  const port = option('port') ?? DEFAULT_PORT
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Wrong(`--port is "${port}": give a number from 0 to 65535`)
  }

  /** In a variable, or in a file that another one names, as containers have it. */
  const credential = (name: string): string => {
    const [own, inFile] = [variableOf(name), `${variableOf(name)}_FILE`]
    const [text, path] = [environment[own], environment[inFile]]
    if (text && path) throw new Wrong(`${own} and ${inFile} are both set: keep one`)
    const found = text || (path && contentOf(path, { inFile, readFile }))
    if (found) return found
    throw new Wrong(
      `${own} is missing: "mandate resource create" prints it; or name a file in ${inFile}`,
    )
  }
  return {
    port: Number(port),
    host: option('host') ?? '127.0.0.1',
    name: option('name'),
    scopes: option('scopes')?.match(/\S+/g) ?? [],
    guard: {
      issuer,
      clientId: credential('client-id'),
      clientSecret: credential('client-secret'),
      realm: option('realm'),
      resource,
      requireAudience: resource !== undefined && !anyAudience,
      publicUrl: option('public-url'),
    },
  }
}

function contentOf(
  path: string,
  { inFile, readFile }: { readonly inFile: string } & Pick<Surroundings, 'readFile'>,
): string {
  try {
    return readFile(path).trim()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    throw new Wrong(`${inFile} names "${path}", which cannot be read (${code})`)
  }
}

function variableOf(name: string): string {
  return `MANDATE_GUARD_${name.toUpperCase().replaceAll('-', '_')}`
}

class Wrong extends Error {}

/** Without what `parseArgs` adds about arguments that begin with a dash. */
function inBrief({ message }: Error): string {
  return message.replace(/\. To specify a positional argument.*$/s, '')
}

/** `parseArgs` names the option in its message. */
function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && String(Object(error).code).startsWith('ERR_PARSE_ARGS_')
}

/**
 * The metadata of a client (`clients/metadata/`) on the command line: an option for each member,
 * `--jwks-uri` for `jwks_uri`, and the rows of the text.
 */

import { readFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { authenticationFields } from '../clients/metadata/authentication.ts'
import { dpopFields } from '../clients/metadata/dpop.ts'
import type { MetadataField, MetadataFields } from '../clients/metadata/field.ts'
import { type EnteredMetadata, metadataFields } from '../clients/metadata/fields.ts'
import { keyFields } from '../clients/metadata/keys.ts'
import { logoutFields } from '../clients/metadata/logout.ts'
import { openidFields } from '../clients/metadata/openid.ts'
import { requestFields } from '../clients/metadata/requests.ts'
import { subjectFields } from '../clients/metadata/subjects.ts'
import { workloadFields } from '../clients/metadata/workload.ts'
import type { Client } from '../store/records.ts'
import type { Row } from './client-properties.ts'
import { CommandRefused, UsageRefused } from './command.ts'

/** The headings of the help. What belongs to none is under the last. */
const HEADINGS: readonly (readonly [string, MetadataFields])[] = [
  ['To prove itself with a key or a certificate', { ...authenticationFields, ...keyFields }],
  ['To prove itself with the token of its workload', workloadFields],
  ['For OpenID Connect', { ...openidFields, ...subjectFields }],
  ['To hear of logouts, and send people back after one', logoutFields],
  ['To protect its requests and tokens', { ...requestFields, ...dpopFields }],
]
const [LAST_HEADING] = HEADINGS.at(-1) ?? ['']

/** Adds the options to `client create`, or to `client update`, where `--no-…` removes a member. */
export function addMetadataOptions(command: Command, verb: 'create' | 'update'): Command {
  for (const [name, { help, option }] of metadataFields) {
    const flag = flagOf(name)
    const [heading] = HEADINGS.find(([, fields]) => name in fields) ?? [LAST_HEADING]
    const group = verb === 'create' ? `${heading}:` : `${heading} (--no-… removes one):`
    command.addOption(new Option(`${flag}${placeholder(option)}`, help).helpGroup(group))
    if (verb === 'update') command.addOption(new Option(flag.replace('--', '--no-')).hideHelp())
  }
  return command
}

/** The given members, not yet checked. Throws `UsageRefused` or `CommandRefused`. */
export function metadataIn(options: Readonly<Record<string, unknown>>): EnteredMetadata {
  const entered = metadataFields.flatMap(([name, field]) => {
    const given = options[new Option(flagOf(name)).attributeName()]
    return given === undefined ? [] : [[name, entry(field, given, flagOf(name))]]
  })
  return Object.fromEntries(entered)
}

/** A row for each member that the client has. */
export function metadataRows({ metadata }: Pick<Client, 'metadata'>): readonly Row[] {
  return metadataFields.flatMap(([name]) => {
    const value: unknown = metadata[name]
    if (value === undefined) return []
    if (value === true || value === false) return [[name, value ? 'yes' : 'no']]
    const several = Array.isArray(value) && value.every((one) => typeof one === 'string')
    if (several) return value.map((one) => [name, one])
    return [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]]
  })
}

function entry({ option }: MetadataField<unknown>, given: unknown, flag: string): unknown {
  // `--no-…`
  if (given === false) return null
  switch (option.takes) {
    case 'number': {
      if (/^\d{1,15}$/.test(String(given))) return Number(given)
      throw new UsageRefused(`${flag} is "${given}"; give a whole number`)
    }
    case 'json_file':
      return readJson(String(given), flag)
    default:
      return given
  }
}

function readJson(file: string, flag: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    throw new CommandRefused(`The file ${file} cannot be read${reason}.`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new CommandRefused(`The file ${file}, given as ${flag}, is not JSON.`)
  }
}

function flagOf(name: string): string {
  return `--${name.replaceAll('_', '-')}`
}

function placeholder(option: MetadataField<unknown>['option']): string {
  if (option.takes === 'nothing') return ''
  return option.takes === 'list' ? ` <${option.value}...>` : ` <${option.value}>`
}

/**
 * A member of a client's metadata (RFC 7591 §2) that most clients do not have. It is described once,
 * in the file of its area; the type `ClientMetadata`, the options of the command line, what `client
 * show` prints and what dynamic registration accepts follow from the description.
 */

import { RegistrationRefused } from '../registration-refused.ts'

/** How the command line takes a value; `value` names it in the help. */
type Option =
  | { readonly takes: 'nothing' }
  | { readonly takes: 'text' | 'number' | 'list' | 'json_file'; readonly value: string }

export interface MetadataField<Value> {
  /** For the operator, without a full stop. */
  readonly help: string
  readonly option: Option
  /** The only values, if there are few. */
  readonly choices?: readonly string[]
  /**
   * Checks a value as it came in JSON; `name` is the member's. Throws `RegistrationRefused`, whose
   * sentence says what is right.
   */
  readonly read: (value: unknown, name: string) => Value
}

export type MetadataFields = Readonly<Record<string, MetadataField<unknown>>>

/** An object with the members that these fields describe. */
export type MembersOf<Of extends MetadataFields> = {
  readonly [Name in keyof Of]?: Of[Name] extends MetadataField<infer Value> ? Value : never
}

/** `problem` is false, or says how the text has to be, to follow "has to be". */
interface TextRule {
  readonly help: string
  readonly value: string
  readonly problem: (text: string) => string | false
}

export function flag(help: string): MetadataField<boolean> {
  return {
    help,
    option: { takes: 'nothing' },
    read(value, name) {
      if (typeof value !== 'boolean') throw wrong(name, 'true or false')
      return value
    },
  }
}

export function text({ help, value: valueName, problem }: TextRule): MetadataField<string> {
  return {
    help,
    option: { takes: 'text', value: valueName },
    read: (value, name) => readText(value, name, problem),
  }
}

export function choice<const Name extends string>(
  names: readonly Name[],
  { help, value }: { readonly help: string; readonly value: string },
): MetadataField<Name> {
  return {
    help: `${help}: ${names.join(', ')}`,
    option: { takes: 'text', value },
    choices: names,
    read(given, member) {
      const known = names.find((name) => name === given)
      if (known === undefined) throw wrong(member, `one of ${names.join(', ')}`)
      return known
    },
  }
}

/** Duplicates are removed. */
export function texts({
  help,
  value: valueName,
  problem,
}: TextRule): MetadataField<readonly string[]> {
  return {
    help,
    option: { takes: 'list', value: valueName },
    read(value, name) {
      if (!Array.isArray(value)) throw wrong(name, 'a list')
      return [...new Set(value.map((one) => readText(one, name, problem)))]
    },
  }
}

/** A whole number in this range. */
export function whole(
  { from, to }: { readonly from: number; readonly to: number },
  { help, value: valueName }: { readonly help: string; readonly value: string },
): MetadataField<number> {
  return {
    help,
    option: { takes: 'number', value: valueName },
    read(value, name) {
      const isRight = typeof value === 'number' && Number.isInteger(value)
      if (!isRight || value < from || value > to) {
        throw wrong(name, `a whole number from ${from} to ${to}`)
      }
      return value
    },
  }
}

/** The rule for an address: https, without user information and without a fragment. */
export function webAddressProblem(address: string): string | false {
  const url = URL.parse(address)
  const isRight =
    url?.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    !address.includes('#') &&
    address.length <= 2_000
  return !isRight && 'an https URL without user information and without a fragment'
}

/** "The jwks_uri has to be an https URL." */
export function wrong(name: string, right: string): RegistrationRefused {
  return new RegistrationRefused(`The ${name} has to be ${right}.`, name)
}

function readText(value: unknown, name: string, problem: TextRule['problem']): string {
  const right = typeof value === 'string' ? problem(value) : 'a text'
  if (typeof value !== 'string' || right !== false) throw wrong(name, right || 'a text')
  return value
}

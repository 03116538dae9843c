/**
 * Settings that are kept in the database, beside flags, variables and `mandate.yaml`, which win over
 * them. A secret is never among them: it is a reference to a file or a variable of the servers.
 */

import { resolve, sep } from 'node:path'
import { type SettingName, settingNames, settingsTable } from '../settings.ts'
import { nearest } from './nearest.ts'
import { isMap, type Kinds } from './schema.ts'
import type { Setting } from './setting.ts'
import { readTextFile } from './text-file.ts'

/** Variables that a reference may name. Others, such as a passphrase, are not for a provider. */
export const SECRET_VARIABLE = /^MANDATE_SECRET_[A-Z0-9_]{1,100}$/
const FORM =
  'a reference, such as file:google-client-secret (in secrets_directory) or env:MANDATE_SECRET_GOOGLE'

/** Where references lead to; `null` to check only their form, as where no server runs. */
export type ReferencePlace = {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The setting `secrets_directory`. */
  readonly directory: string
} | null

export interface ReferenceProblem {
  /** The place within the setting: names from the outside in. */
  readonly at: readonly string[]
  /** The text after the place. */
  readonly text: string
}

/** Why a setting cannot be kept in the database; undefined if it can. */
export function undeclarableProblem(name: string): string | undefined {
  if (!(settingNames as readonly string[]).includes(name)) {
    const meant = nearest(name, declarableNames)
    return meant === undefined
      ? 'is no setting; `mandate settings` lists them all'
      : `is no setting; did you mean ${meant}?`
  }
  if (isDeclarable(name)) return undefined
  return 'is not kept in the database; put it in mandate.yaml, a variable or a flag of every server'
}

function isDeclarable(name: string): name is SettingName {
  return (declarableNames as readonly string[]).includes(name)
}

/** In table order. */
export const declarableNames: readonly SettingName[] = settingNames.filter(
  (name) => (settingsTable[name] as Setting).declarable !== undefined,
)

/** A map of kinds with the secrets that its references lead to. Use it only without problems. */
export function dereferenced(
  { by, kinds }: Kinds,
  value: unknown,
  place: ReferencePlace,
): { readonly value: unknown; readonly problems: readonly ReferenceProblem[] } {
  if (!isMap(value)) return { value, problems: [] }
  const problems: ReferenceProblem[] = []
  const entries = Object.entries(value).map(([name, entry]) => {
    if (!isMap(entry)) return [name, entry]
    const kind = kinds.find((known) => known.kind === (entry[by] ?? name))
    const members = Object.entries(entry).map(([member, given]) => {
      const complain = (text: string) => problems.push({ at: [name, member], text })
      if (kind?.members[member.replace(/_file$/, '')]?.confidential === undefined) {
        return [member, given]
      }
      if (kind.members[member] === undefined) {
        complain(`is not for settings in the database; give ${member.slice(0, -5)} ${FORM}`)
        return [member, given]
      }
      const led = follow(given, place)
      if ('problem' in led) complain(led.problem)
      return [member, 'secret' in led ? led.secret : given]
    })
    return [name, Object.fromEntries(members)]
  })
  return { value: Object.fromEntries(entries), problems }
}

/** Never shows what was given: it may be the secret itself. */
function follow(
  given: unknown,
  place: ReferencePlace,
): { readonly secret: string } | { readonly problem: string } {
  const [, scheme, rest = ''] = /^(file|env):(.+)$/s.exec(String(given)) ?? []
  if (typeof given !== 'string' || scheme === undefined) {
    return { problem: `is a value; give ${FORM}: the database must not contain secrets` }
  }
  if (scheme === 'env') {
    if (!SECRET_VARIABLE.test(rest)) {
      return { problem: `is no variable that may be named; give ${FORM}` }
    }
    if (place === null) return { secret: 'not read here' }
    const secret = place.environment[rest] ?? ''
    return secret === '' ? { problem: `names ${rest}, which is not set` } : { secret }
  }
  // Its links may lead elsewhere: that is how Kubernetes mounts secrets.
  const { directory } = place ?? { directory: '/run/secrets' }
  const path = resolve(directory, rest)
  if (!path.startsWith(directory + sep)) {
    return { problem: `leads out of ${directory} (secrets_directory); give ${FORM}` }
  }
  if (place === null) return { secret: 'not read here' }
  try {
    const secret = readTextFile(path).replace(/\r?\n$/, '')
    return secret === '' ? { problem: `names ${path}, which is empty` } : { secret }
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    return { problem: `names ${path}, which cannot be read (${code})` }
  }
}

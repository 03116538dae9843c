/**
 * Follows the references of a declared file: `env:NAME` is a variable of this command, `file:PATH` a file
 * beside the declared one. They are followed here and nowhere else, also for a server elsewhere. What
 * they lead to is in no message.
 */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Problem } from '../../apply/plan.ts'
import { REFERENCES, type Sections } from '../../apply/sections.ts'
import { MOST_LOGO_BYTES } from '../../clients/logo.ts'
import { readTextFile } from '../../settings/text-file.ts'

export interface Followed {
  /** Files of JSON are in their places. */
  readonly sections: Sections
  readonly secrets: Readonly<Record<string, string>>
  /** In base64. */
  readonly images: Readonly<Record<string, string>>
  readonly problems: readonly Problem[]
}

export interface ReferencePlace {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder of the declared file. */
  readonly folder: string
}

/** Thrown by the readers; the message is a sentence. */
class Unreadable extends Error {}

export function followReferences(place: ReferencePlace, sections: Sections): Followed {
  const copy = structuredClone(sections)
  const found = { secret: {}, image: {} } as Record<'secret' | 'image', Record<string, string>>
  const problems: Problem[] = []
  for (const { section, member, is } of REFERENCES) {
    for (const [name, entry] of entriesIn(copy[section])) {
      const reference = entry[member]
      if (reference === undefined || reference === null) continue
      // A key set may be in the file itself.
      if (is === 'json' && typeof reference !== 'string') continue
      try {
        if (is === 'json') entry[member] = readJson(place, member, reference)
        else {
          const text =
            is === 'secret'
              ? readSecret(place, member, reference)
              : readImage(place, member, reference)
          Object.defineProperty(found[is], String(reference), { value: text, enumerable: true })
        }
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error
        problems.push({ at: [section, name, member], text: error.message })
      }
    }
  }
  return { sections: copy, secrets: found.secret, images: found.image, problems }
}

/** The entries that are maps; what others should be is said when they are compared. */
function entriesIn(
  section: unknown,
): readonly (readonly [string | number, Record<string, unknown>])[] {
  if (typeof section !== 'object' || section === null) return []
  const entries = Array.isArray(section) ? [...section.entries()] : Object.entries(section)
  return entries.filter(
    ([, entry]) => typeof entry === 'object' && entry !== null && !Array.isArray(entry),
  ) as never
}

function readSecret(place: ReferencePlace, member: string, reference: unknown): string {
  const [, scheme, rest = ''] = /^(env|file):(.+)$/s.exec(String(reference)) ?? []
  if (typeof reference !== 'string' || scheme === undefined) {
    // It may be the secret itself.
    throw new Unreadable(
      `${member} is no reference; give env:NAME or file:PATH, where the secret is`,
    )
  }
  if (scheme === 'env') {
    const secret = place.environment[rest] ?? ''
    if (secret !== '') return secret
    throw new Unreadable(`${member} names the variable ${rest}, which is not set`)
  }
  const secret = readable(member, rest, () => readTextFile(resolve(place.folder, rest)))
  const text = secret.replace(/\r?\n$/, '')
  if (text !== '') return text
  throw new Unreadable(`${member} names the file ${rest}, which is empty`)
}

function readImage(place: ReferencePlace, member: string, reference: unknown): string {
  const rest = pathIn(member, reference, 'a PNG or JPEG')
  const image = readable(member, rest, () => readFileSync(resolve(place.folder, rest)))
  if (image.length <= MOST_LOGO_BYTES) return image.toString('base64')
  throw new Unreadable(
    `${member} names the file ${rest}, which is larger than ${MOST_LOGO_BYTES / 1024} KiB`,
  )
}

function readJson(place: ReferencePlace, member: string, reference: unknown): unknown {
  const rest = pathIn(member, reference, 'a JSON Web Key Set')
  const text = readable(member, rest, () => readTextFile(resolve(place.folder, rest)))
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreadable(`${member} names the file ${rest}, which is not JSON`)
  }
}

function pathIn(member: string, reference: unknown, what: string): string {
  const [, path] = /^file:(.+)$/s.exec(String(reference)) ?? []
  if (typeof reference === 'string' && path !== undefined) return path
  throw new Unreadable(`${member} is no reference; give file:PATH, where ${what} is`)
}

function readable<Content>(member: string, path: string, read: () => Content): Content {
  try {
    return read()
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    throw new Unreadable(`${member} names the file ${path}, which cannot be read (${code})`)
  }
}

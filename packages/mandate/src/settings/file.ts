/** Finds `mandate.yaml` and maps its entries to lines and columns. */

import { readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from 'yaml'
import { shownPath } from './text.ts'
import { readTextFile } from './text-file.ts'

const FILE_NAME = 'mandate.yaml'
/** Names that people try for the settings file and that would be ignored. */
const OTHER_NAMES = ['mandate.yml', 'mandate.json', 'mandate.toml', 'mandate.conf', 'Mandate.yaml']

/** One setting in the file. */
export interface FileEntry {
  readonly name: string
  readonly value: unknown
  /** Position of the name: `mandate.yaml:3:1`. */
  readonly placeOfName: string
  /** Position of the value: `mandate.yaml:3:16`. */
  readonly place: string
  /** The position of a name within the value, or of the closest name around it. */
  readonly placeWithin: (at: readonly string[]) => string
}

export interface SettingsFile {
  readonly path: string
  /** Base folder for relative paths in the file. */
  readonly folder: string
  readonly entries: readonly FileEntry[]
  /** Problems with the file as a whole, one sentence each. */
  readonly problems: readonly string[]
}

/**
 * The file that `--config` names, which must exist, or else `mandate.yaml` in the working
 * directory, then in the data directory. Undefined if there is none.
 */
export function findSettingsFile(where: {
  readonly named: { readonly path: string; readonly place: string } | undefined
  readonly workingDirectory: string
  readonly data: string | undefined
}): SettingsFile | undefined {
  const { named, workingDirectory, data } = where
  if (named !== undefined) {
    const { place } = named
    const path = resolve(workingDirectory, named.path)
    const shownAs = relativeTo(workingDirectory, path)
    const read = readIfThere(path)
    if (read.is === 'text') return readEntries(read.text, path, shownAs)
    const problem =
      read.is === 'missing'
        ? `${place}: there is no file ${shownPath(named.path)}; give the path of a settings file`
        : unreadable(place, shownPath(named.path), read.code)
    return { path, folder: dirname(path), entries: [], problems: [problem] }
  }
  for (const folder of data === undefined ? [workingDirectory] : [workingDirectory, data]) {
    const path = join(folder, FILE_NAME)
    const shownAs = relativeTo(workingDirectory, path)
    const read = readIfThere(path)
    if (read.is === 'text') return readEntries(read.text, path, shownAs)
    if (read.is === 'unreadable') {
      const problem = unreadable('mandate.yaml', shownAs, read.code)
      return { path, folder, entries: [], problems: [problem] }
    }
    const other = namesIn(folder).find((name) => OTHER_NAMES.includes(name))
    if (other !== undefined) {
      const problem = `${relativeTo(workingDirectory, join(folder, other))}: the settings file is called ${FILE_NAME}; rename it, or name it with --config`
      return { path, folder, entries: [], problems: [problem] }
    }
  }
  return undefined
}

function readEntries(text: string, path: string, shownAs: string): SettingsFile {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    logLevel: 'silent',
    prettyErrors: false,
  })
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${shownAs}:${line}:${col}`
  }
  const file = { path, folder: dirname(path), entries: [], problems: [] }
  // The parser's message may quote the file, secrets included.
  const problems = [...document.errors, ...document.warnings].map(
    ({ code, pos }) => `${placeAt(pos[0])}: ${whatIsWrong(code)}`,
  )
  if (problems.length > 0) return { ...file, problems }
  if (document.contents === null) return file
  if (!isMap(document.contents)) {
    return { ...file, problems: [`${shownAs}:1:1: write "name: value" on each line`] }
  }
  const entries = document.contents.items.map(({ key, value }): FileEntry => {
    const keyStart = isScalar(key) ? key.range?.[0] : undefined
    const valueStart = isNode(value) ? value.range?.[0] : undefined
    return {
      name: String(isScalar(key) ? key.value : key),
      value: isNode(value) ? plainValue(value, document) : null,
      placeOfName: placeAt(keyStart ?? 0),
      place: placeAt(valueStart ?? keyStart ?? 0),
      placeWithin: (at) => placeAt(offsetWithin(value, at) ?? keyStart ?? 0),
    }
  })
  return { ...file, entries }
}

/** The position of the last of these nested names that exists. */
function offsetWithin(value: unknown, at: readonly string[]): number | undefined {
  let offset: number | undefined
  let inside = value
  for (const name of at) {
    if (!isMap(inside)) return offset
    const pair = inside.items.find(({ key }) => isScalar(key) && String(key.value) === name)
    if (pair === undefined) return offset
    offset = (pair.key as Scalar).range?.[0] ?? offset
    inside = pair.value
  }
  return offset
}

export function whatIsWrong(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'this name is here twice; remove one'
  if (code === 'TAG_RESOLVE_FAILED') {
    return 'a tag (such as !env) means nothing here; write the value itself'
  }
  return `this is not YAML (${code}); write "name: value" on each line`
}

/**
 * The value of a node. Undefined (valid for no setting) if it contains an alias: aliases can
 * dangle, form a cycle or expand to a billion copies, and settings do not need them.
 */
export function plainValue(node: Node, document: Document): unknown {
  try {
    return node.toJS(document, { maxAliasCount: 0 })
  } catch {
    return undefined
  }
}

type FileRead =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'missing' }
  | { readonly is: 'unreadable'; readonly code: string }

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readIfThere(path: string): FileRead {
  try {
    return { is: 'text', text: readTextFile(path) }
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR'
    return isMissing ? { is: 'missing' } : { is: 'unreadable', code }
  }
}

function unreadable(place: string, path: string, code: string): string {
  return `${place}: ${path} cannot be read (${code}); give the path of a settings file`
}

/** A short relative path if the file is nearby, else the full path. */
function relativeTo(workingDirectory: string, path: string): string {
  const short = relative(workingDirectory, path)
  return short.startsWith('..') ? path : short
}

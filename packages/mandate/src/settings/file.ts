/** `mandate.yaml`: which file it is, and what stands in it at which line and column. */

import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'

const FILE_NAME = 'mandate.yaml'

/** One line of the file. */
export interface FileEntry {
  readonly name: string
  readonly value: unknown
  /** `mandate.yaml:3:1`, where the name stands. */
  readonly placeOfName: string
  /** `mandate.yaml:3:16`, where the value stands. */
  readonly place: string
}

export interface SettingsFile {
  /** The folder that relative paths in the file start from. */
  readonly folder: string
  readonly entries: readonly FileEntry[]
  /** What is wrong with the file as a whole, one sentence each. */
  readonly problems: readonly string[]
}

/**
 * The file that `--config` names, or else the first there is: `mandate.yaml` in the working
 * directory, then in the data directory. Undefined where there is none; a named one has to exist.
 */
export function findSettingsFile(where: {
  readonly named: string | undefined
  readonly workingDirectory: string
  readonly data: string
}): SettingsFile | undefined {
  const { named, workingDirectory, data } = where
  if (named !== undefined) {
    const path = resolve(workingDirectory, named)
    const shownAs = relativeTo(workingDirectory, path)
    const text = readIfThere(path)
    if (text !== undefined) return readEntries(text, path, shownAs)
    const problem = `--config: there is no file ${shownAs}; give the path of a settings file`
    return { folder: dirname(path), entries: [], problems: [problem] }
  }
  for (const folder of [workingDirectory, data]) {
    const path = join(folder, FILE_NAME)
    const text = readIfThere(path)
    if (text !== undefined) return readEntries(text, path, relativeTo(workingDirectory, path))
  }
  return undefined
}

function readEntries(text: string, path: string, shownAs: string): SettingsFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${shownAs}:${line}:${col}`
  }
  const file = { folder: dirname(path), entries: [], problems: [] }
  // The parser's own message may quote the file, and with it a secret.
  const problems = document.errors.map((error) =>
    error.code === 'DUPLICATE_KEY'
      ? `${placeAt(error.pos[0])}: this name stands here twice; remove one`
      : `${placeAt(error.pos[0])}: this is not YAML (${error.code}); write "name: value" on each line`,
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
      value: isNode(value) ? value.toJS(document) : null,
      placeOfName: placeAt(keyStart ?? 0),
      place: placeAt(valueStart ?? keyStart ?? 0),
    }
  })
  return { ...file, entries }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

/** Short where the file is near, whole where it is not. */
function relativeTo(workingDirectory: string, path: string): string {
  const short = relative(workingDirectory, path)
  return short.startsWith('..') ? path : short
}

import type { UserRecord } from '../../people/user-records/fields.ts'
import { UsageRefused } from '../command.ts'
import type { Line } from './lines.ts'

/** A record of a file, or why its line is invalid. */
export type ReadRecord =
  | { readonly line: number; readonly record: UserRecord }
  | { readonly line: number; readonly reason: string }

/** Takes the lines of a file in order. */
export interface RecordReader {
  read(line: Line): readonly ReadRecord[]
  /** What remains at the end of the file. */
  end(): readonly ReadRecord[]
}

/** The fields to ignore. */
export type Ignored = ReadonlySet<string>

export type FileFormat = 'csv' | 'jsonl'

const ENDINGS: readonly (readonly [ending: RegExp, format: FileFormat])[] = [
  [/\.csv(\.gz)?$/i, 'csv'],
  [/\.(jsonl|ndjson)(\.gz)?$/i, 'jsonl'],
]

/** The format, from the option or the file name. Throws `UsageRefused`. */
export function formatOf(file: string, given: string | undefined): FileFormat {
  if (given !== undefined) {
    if (given === 'csv' || given === 'jsonl') return given
    throw new UsageRefused(`--format is "${given}"; give csv or jsonl`)
  }
  const [, format] = ENDINGS.find(([ending]) => ending.test(file)) ?? []
  if (format !== undefined) return format
  throw new UsageRefused(
    `The format of ${file === '-' ? 'standard input' : file} cannot be told from its name; add --format csv or --format jsonl`,
  )
}

/**
 * Unknown names, for a message. If the header is missing, the names are user data and are not
 * shown.
 */
export function shownNames(names: readonly string[]): string {
  return names.map((name) => (/^[a-z][\w .-]{0,40}$/i.test(name) ? name : '(no name)')).join(', ')
}

import type { UserRecord } from '../../people/user-records/fields.ts'
import { UsageRefused } from '../command.ts'
import type { Line } from './lines.ts'

/** A record of a file, or why its line is not one. */
export type ReadRecord =
  | { readonly line: number; readonly record: UserRecord }
  | { readonly line: number; readonly reason: string }

/** Takes the lines of a file in order. */
export interface RecordReader {
  read(line: Line): readonly ReadRecord[]
  /** What is left once the file has ended. */
  end(): readonly ReadRecord[]
}

/** The fields that the operator said to ignore. */
export type Ignored = ReadonlySet<string>

export type FileFormat = 'csv' | 'jsonl'

const ENDINGS: readonly (readonly [ending: RegExp, format: FileFormat])[] = [
  [/\.csv(\.gz)?$/i, 'csv'],
  [/\.(jsonl|ndjson)(\.gz)?$/i, 'jsonl'],
]

/** By the option or else the file's ending. Throws `UsageRefused`. */
export function formatOf(file: string, given: string | undefined): FileFormat {
  if (given !== undefined) {
    if (given === 'csv' || given === 'jsonl') return given
    throw new UsageRefused(`--format is "${given}"; give csv or jsonl`)
  }
  const [, format] = ENDINGS.find(([ending]) => ending.test(file)) ?? []
  if (format !== undefined) return format
  throw new UsageRefused(
    `Whether ${file === '-' ? 'standard input' : file} is CSV or JSON lines is not clear from its name; add --format csv or --format jsonl`,
  )
}

/**
 * Unknown names as a message may show them. Where the header is missing, the names are somebody's
 * data, and not shown.
 */
export function shownNames(names: readonly string[]): string {
  return names.map((name) => (/^[a-z][\w .-]{0,40}$/i.test(name) ? name : '(no name)')).join(', ')
}

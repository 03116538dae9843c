import {
  type RecordedUser,
  type RecordRules,
  readUserRecord,
} from '../../people/user-records/read.ts'
import { createCsvReader } from './csv.ts'
import type { FileFormat, Ignored, ReadRecord, RecordReader } from './format.ts'
import { createJsonLinesReader } from './json-lines.ts'
import { linesOf } from './lines.ts'
import { problemWords } from './refusal-words.ts'
import type { Source } from './source.ts'

/** What a line of the file contains, and its number. */
export type Item =
  | { readonly line: number; readonly user: RecordedUser }
  | { readonly line: number; readonly reason: string }

const readers: Readonly<Record<FileFormat, (ignored: Ignored) => RecordReader>> = {
  csv: createCsvReader,
  jsonl: createJsonLinesReader,
}

/**
 * The records of a file in order, at most `size` at once. Throws `CommandRefused` or `UsageRefused`
 * if the file as a whole cannot be read.
 */
export async function* itemsOf(
  source: Source,
  {
    format,
    ignored,
    rules,
  }: {
    readonly format: FileFormat
    readonly ignored: Ignored
    readonly rules: RecordRules
  },
  size: number,
): AsyncGenerator<readonly Item[]> {
  const reader = readers[format](ignored)
  let items: Item[] = []
  for await (const lines of linesOf(source.text())) {
    for (const line of lines) {
      for (const read of reader.read(line)) items.push(itemOf(read, rules))
      if (items.length < size) continue
      yield items
      items = []
    }
  }
  for (const read of reader.end()) items.push(itemOf(read, rules))
  if (items.length > 0) yield items
}

function itemOf(read: ReadRecord, rules: RecordRules): Item {
  if ('reason' in read) return read
  const outcome = readUserRecord(read.record, rules)
  return outcome.is === 'user'
    ? { line: read.line, user: outcome.user }
    : { line: read.line, reason: problemWords(outcome.problems) }
}

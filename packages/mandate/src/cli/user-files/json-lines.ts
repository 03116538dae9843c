/** Reads JSON lines: one object per line. */

import { isUserField, userFields } from '../../people/user-records/fields.ts'
import { UsageRefused } from '../command.ts'
import { type Ignored, type ReadRecord, type RecordReader, shownNames } from './format.ts'
import { TOO_LONG } from './lines.ts'

export function createJsonLinesReader(ignored: Ignored): RecordReader {
  let isFirst = true
  return {
    read({ number, text }) {
      if (text?.trim() === '') return []
      if (isFirst && (text?.startsWith('[') || text?.trim() === '{')) {
        throw new UsageRefused(
          'The file is one JSON document; give one object per line, for example with: jq -c .[] users.json > users.jsonl',
        )
      }
      isFirst = false
      return [text === null ? { line: number, reason: TOO_LONG } : parse(number, text, ignored)]
    },
    end: () => [],
  }
}

function parse(line: number, text: string, ignored: Ignored): ReadRecord {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The error would quote the line.
    return { line, reason: 'is not JSON' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, reason: 'is not a JSON object' }
  }
  const entries = Object.entries(value).filter(([name]) => !ignored.has(name))
  const unknown = entries.flatMap(([name]) => (isUserField(name) ? [] : [name]))
  if (unknown.length > 0) {
    return {
      line,
      reason: `has unknown members: ${shownNames(unknown)}. Known members are ${userFields.join(', ')}; ignore others with --ignore NAME`,
    }
  }
  return { line, record: Object.fromEntries(entries) }
}

/**
 * Reads CSV (RFC 4180): the first line names the columns; commas, semicolons or tabs separate them.
 *
 * This file splits the lines into records, so that a stray quote makes only its own line invalid,
 * not the rest of the file. The library then parses each record.
 */

import Papa from 'papaparse'
import { isUserField, type UserField, userFields } from '../../people/user-records/fields.ts'
import { UsageRefused } from '../command.ts'
import { type Ignored, type ReadRecord, type RecordReader, shownNames } from './format.ts'
import { type Line, LONGEST_RECORD, TOO_LONG } from './lines.ts'

interface Header {
  readonly delimiter: string
  /** The field of each column; null for an ignored column. */
  readonly columns: readonly (UserField | null)[]
}

export function createCsvReader(ignored: Ignored): RecordReader {
  let header: Header | undefined
  /** The lines of a record whose quote is still open, and their length. */
  let open: Line[] = []
  let openLength = 0

  /** The record in these lines, whose quotes are all closed. */
  function parse({ delimiter, columns }: Header, lines: readonly Line[]): ReadRecord {
    const line = lines[0]?.number ?? 0
    const text = lines.map((one) => one.text).join('\n')
    const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: '\n' })
    const [values = []] = data
    if (errors.length > 0) return { line, reason: QUOTES }
    if (values.length !== columns.length) {
      return { line, reason: `has ${values.length} columns, and the first line ${columns.length}` }
    }
    const fields = columns.flatMap((field, index) =>
      field === null ? [] : [[field, values[index]] as const],
    )
    return { line, record: Object.fromEntries(fields) }
  }

  function read(line: Line): readonly ReadRecord[] {
    if (line.text === null) return [...giveUp(), { line: line.number, reason: TOO_LONG }]
    if (header === undefined) {
      header = headerOf(line.text, ignored)
      return []
    }
    if (open.length === 0 && line.text.trim() === '') return []
    const closes = hasOddQuotes(line.text) === open.length > 0
    open.push(line)
    openLength += line.text.length + 1
    if (!closes) return openLength > LONGEST_RECORD ? giveUp() : []
    const lines = takeOpen()
    const record = parse(header, lines)
    if (lines.length === 1 || 'record' in record) return [record]
    // Only the first line is certainly wrong.
    return [record, ...lines.slice(1).flatMap(read)]
  }

  /** A quote is never closed: its line is refused, and reading continues with the next line. */
  function giveUp(): readonly ReadRecord[] {
    const [first, ...others] = takeOpen()
    if (first === undefined) return []
    return [{ line: first.number, reason: QUOTES }, ...others.flatMap(read)]
  }

  function takeOpen(): readonly Line[] {
    const lines = open
    open = []
    openLength = 0
    return lines
  }

  return {
    read,
    end() {
      if (header === undefined) {
        throw new UsageRefused(`The file is empty; the first line must name the columns: ${KNOWN}`)
      }
      const left: ReadRecord[] = []
      while (open.length > 0) left.push(...giveUp())
      return left
    },
  }
}

const QUOTES =
  'has unbalanced quotes: put a value with quotes in quotes, and double each quote inside'
const KNOWN = userFields.join(', ')

function headerOf(text: string, ignored: Ignored): Header {
  const [delimiter = ','] = /[,;\t]/.exec(text) ?? []
  const names = (Papa.parse<string[]>(text, { delimiter, newline: '\n' }).data[0] ?? []).map(
    (name) => name.trim().toLowerCase(),
  )
  const unknown = names.filter((name) => !isUserField(name) && !ignored.has(name))
  if (unknown.length === names.length) {
    throw new UsageRefused(`The first line must name the columns: ${KNOWN}`)
  }
  if (unknown.length > 0) {
    throw new UsageRefused(
      `The first line has unknown columns: ${shownNames(unknown)}. Known columns are ${KNOWN}; ignore others with --ignore NAME`,
    )
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new UsageRefused(
      `The first line names the column ${shownNames([twice])} twice; remove one`,
    )
  }
  return {
    delimiter,
    columns: names.map((name) => (isUserField(name) && !ignored.has(name) ? name : null)),
  }
}

function hasOddQuotes(text: string): boolean {
  let isOdd = false
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) isOdd = !isOdd
  return isOdd
}

/** One line of CSV, with its line ending. */
export function csvLine(values: readonly (string | number | boolean | undefined)[]): string {
  return `${Papa.unparse([values], { newline: '\n' })}\n`
}

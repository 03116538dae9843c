/**
 * The refused lines of an import, with their numbers and reasons: a few are shown, many are written
 * to a file. Neither quotes the lines, because they contain password hashes.
 */

import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { UsageRefused } from '../command.ts'
import { csvLine } from './csv.ts'

export interface Refused {
  readonly line: number
  /** The end of a sentence that starts with the line. */
  readonly reason: string
}

export interface Report {
  add(refused: Refused): void
  /** Closes the file. Null if no file was needed or it could not be written. */
  end(): { readonly file: string | null; readonly shown: readonly Refused[] }
}

/** If there are more, they go to a file. */
const MOST_SHOWN = 20
const HEADER = csvLine(['line', 'reason'])

/**
 * `file` gets every refused line; without it, `fallback` gets them if there are many. Throws
 * `UsageRefused` if `file` cannot be written or is not a report.
 */
export function createReport(where: {
  readonly file: string | undefined
  readonly fallback: string
}): Report {
  let count = 0
  const shown: Refused[] = []
  let opened = where.file === undefined ? undefined : openReport(where.file)

  const write = (descriptor: number, { line, reason }: Refused) =>
    writeSync(descriptor, csvLine([line, reason]))
  return {
    add(refused) {
      count += 1
      if (shown.length < MOST_SHOWN) shown.push(refused)
      else if (count === MOST_SHOWN + 1 && opened === undefined) {
        opened = tryToOpen(where.fallback)
        if (opened !== undefined) for (const earlier of shown) write(opened.descriptor, earlier)
      }
      if (opened !== undefined) write(opened.descriptor, refused)
    },
    end() {
      if (opened !== undefined) closeSync(opened.descriptor)
      return { file: opened?.file ?? null, shown }
    },
  }
}

interface Opened {
  readonly file: string
  readonly descriptor: number
}

/** Replaces an earlier report, but no other file. */
function openReport(file: string): Opened {
  if (!isReportOrNothing(file)) {
    throw new UsageRefused(
      `The file ${file} already exists and is not an import report; give --report another name`,
    )
  }
  try {
    const descriptor = openSync(file, 'w', 0o600)
    writeSync(descriptor, HEADER)
    return { file, descriptor }
  } catch (error) {
    throw new UsageRefused(
      `The report ${file} cannot be written (${(error as NodeJS.ErrnoException).code}); give --report a place that this user can write to`,
    )
  }
}

function tryToOpen(file: string): Opened | undefined {
  try {
    return openReport(file)
  } catch {
    return undefined
  }
}

function isReportOrNothing(file: string): boolean {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
  try {
    const beginning = Buffer.alloc(HEADER.length)
    const length = readSync(descriptor, beginning, 0, beginning.length, 0)
    return length === 0 || beginning.toString() === HEADER
  } catch {
    return false
  } finally {
    closeSync(descriptor)
  }
}

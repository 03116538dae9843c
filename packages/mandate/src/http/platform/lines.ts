/**
 * Lines of JSON (application/x-ndjson): the only long bodies that this server accepts. They are
 * read after the key is checked, so that only key holders can fill the memory. They are buffered,
 * because a request has to arrive within seconds and the work may take longer.
 */

import type { Readable } from 'node:stream'
import { Problem } from '../problem.ts'

export const LINES_TYPE = 'application/x-ndjson'

const MOST_LINES = 200_000
const MOST_BYTES = 32 * 1024 * 1024
/** Longer than any change. */
const LONGEST_LINE = 4 * 1024

const LINE_FEED = 10

/**
 * The parsed lines in order, `atOnce` at a time; undefined for a line that is not JSON. Rejects with
 * `Problem` if there are too many.
 */
export async function receiveLines(
  body: Readable,
  atOnce: number,
): Promise<Iterable<readonly unknown[]>> {
  const all = await receive(body)
  if (hasTooMany(all)) throw tooLarge()
  return parsedLines(all, atOnce)
}

/**
 * The rest of a body that is too large is discarded as it arrives, so that the sender can read the
 * error.
 */
function receive(body: Readable): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    body.on('data', (piece: Buffer) => {
      bytes += piece.length
      if (bytes <= MOST_BYTES) pieces.push(piece)
      else {
        pieces.length = 0
        reject(tooLarge())
      }
    })
    body.once('end', () => resolve(Buffer.concat(pieces)))
    body.once('error', () => {
      // The sender is gone, so this ends up only in the log.
      const detail = 'The list ended too early. Nothing was changed.'
      reject(new Problem(400, 'broken_off', { detail }))
    })
  })
}

function tooLarge(): Problem {
  return new Problem(413, 'too_many_changes', {
    detail: `Send at most ${MOST_LINES} lines and ${MOST_BYTES / 1024 / 1024} MiB in one request; split the list. Nothing was changed.`,
  })
}

function hasTooMany(all: Buffer): boolean {
  let count = 0
  for (let at = all.indexOf(LINE_FEED); at >= 0; at = all.indexOf(LINE_FEED, at + 1)) count += 1
  return count > MOST_LINES
}

function* parsedLines(all: Buffer, atOnce: number): Generator<readonly unknown[]> {
  let some: unknown[] = []
  for (const line of linesOf(all)) {
    if (isBlank(line)) continue
    some.push(parsed(line))
    if (some.length < atOnce) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}

function* linesOf(all: Buffer): Generator<Buffer> {
  for (let start = 0; start < all.length; ) {
    const found = all.indexOf(LINE_FEED, start)
    const end = found < 0 ? all.length : found
    yield all.subarray(start, end)
    start = end + 1
  }
}

/** Nothing, or the carriage return of an empty line. */
function isBlank(line: Buffer): boolean {
  return line.length === 0 || (line.length === 1 && line[0] === 13)
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function parsed(line: Buffer): unknown {
  if (line.length > LONGEST_LINE) return undefined
  try {
    return JSON.parse(decoder.decode(line))
  } catch {
    return undefined
  }
}

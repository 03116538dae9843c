/**
 * A file of users as text: from a path or standard input, unpacked if it is gzip, and refused as a
 * whole if it is not UTF-8 or ends too early. It is read in chunks, so its size does not matter.
 *
 * Neighbours: `lines.ts` splits the text, `csv.ts` and `json-lines.ts` read the lines,
 * `../../people/user-records/` checks the records.
 */

import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CommandRefused, UsageRefused } from '../command.ts'

export interface Source {
  /** The text from the start. Throws `CommandRefused` or `UsageRefused` if it is not text. */
  text(): AsyncIterable<string>
}

/** A file that can be read more than once. */
export function fileSource(path: string): Source {
  return { text: () => textOf(createReadStream(path), path) }
}

export function inputSource(input: Readable): Source {
  return { text: () => textOf(input, 'Standard input') }
}

/** Reads a source to its end and returns its number of lines. Throws as `text` does. */
export async function countLines(source: Source): Promise<number> {
  let lines = 0
  let last = '\n'
  for await (const chunk of source.text()) {
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) lines += 1
    last = chunk.at(-1) ?? last
  }
  return last === '\n' ? lines : lines + 1
}

async function* textOf(bytes: Readable, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let lines = 0
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new CommandRefused(
        `${name} is not UTF-8: line ${lines + faultyLine(chunk)} has invalid bytes. Save it as UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8`,
      )
    }
  }
  try {
    for await (const chunk of await unpacked(bytes, name)) {
      if (chunk.includes(0)) throw notText(name)
      const text = decode(chunk)
      for (const byte of chunk) if (byte === LINE_FEED) lines += 1
      if (text !== '') yield text
    }
  } catch (error) {
    throw inWords(name, error)
  }
  const rest = decode()
  if (rest !== '') yield rest
}

const LINE_FEED = 0x0a

async function unpacked(bytes: Readable, name: string): Promise<AsyncIterable<Buffer>> {
  const chunks: AsyncIterator<Buffer> = bytes[Symbol.asyncIterator]()
  let first = Buffer.alloc(0)
  let isLast = false
  while (!isLast && first.length < 2) {
    const { value, done } = await chunks.next()
    if (done) isLast = true
    else first = Buffer.concat([first, Buffer.from(value)])
  }
  const [one, two] = first
  if ((one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff)) {
    throw new CommandRefused(
      `${name} is UTF-16: save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8`,
    )
  }
  const whole = joined(first, chunks)
  if (one !== 0x1f || two !== 0x8b) return whole
  // Errors surface in the last stream.
  return pipeline(Readable.from(whole), createGunzip(), () => {})
}

async function* joined(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first
    for (;;) {
      const { value, done } = await others.next()
      if (done) return
      yield Buffer.from(value)
    }
  } finally {
    await others.return?.()
  }
}

/** The number of the first line that is not UTF-8, from 1. */
function faultyLine(chunk: Uint8Array = new Uint8Array()): number {
  let start = 0
  for (let line = 1; ; line++) {
    const end = chunk.indexOf(LINE_FEED, start)
    if (end < 0 || !isUtf8(chunk.subarray(start, end))) return line
    start = end + 1
  }
}

function notText(name: string): CommandRefused {
  return new CommandRefused(
    `${name} is not text; give a CSV or JSON lines file in UTF-8, plain or compressed with gzip.`,
  )
}

function inWords(name: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOENT':
      return new UsageRefused(
        `There is no file ${name}; give an existing file, or - for standard input`,
      )
    case 'EISDIR':
      return new UsageRefused(`${name} is a directory; give a file`)
    case 'EACCES':
    case 'EPERM':
      return new UsageRefused(`The file ${name} cannot be read by this user (${code})`)
    case 'Z_BUF_ERROR':
      return new CommandRefused(
        `${name} ends too early: it is compressed with gzip, and its end is missing. Copy it again.`,
      )
    case 'Z_DATA_ERROR':
      return new CommandRefused(
        `${name} is damaged: it is compressed with gzip and cannot be unpacked. Copy it again.`,
      )
    default:
      return error
  }
}

/**
 * The ways to write to a file descriptor that somebody else has opened, without ever waiting for it.
 *
 * A file is written directly: it takes everything at once or fails. So is a terminal, after it was
 * opened anew without blocking, since Ctrl-S stops it. A pipe and a socket belong to a stream of Node,
 * which waits for their reader beside the event loop.
 */

import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs'
import type { Socket } from 'node:net'
import { isatty } from 'node:tty'

/** Takes one text after the other. `put` may only be called while it is free. */
export interface Outlet {
  isFree(): boolean
  /** Whether nothing will ever be written any more. */
  isBroken(): boolean
  /** How many of these lines make one text; at least one. */
  fitting(lines: readonly string[]): number
  put(text: string): void
  /** Calls back each time that it has become free. */
  onFree(listener: () => void): void
}

/** After this a full disk is tried again, and a terminal that was stopped. */
const AGAIN_AFTER_MS = 250
/** What a pipe takes as one piece, so that the lines of several writers stay whole (pipe(7), PIPE_BUF). */
const ONE_PIECE = 4096
const MOST_LINES = 256

/** The outlet for standard output or standard error, of whichever kind; `stream` is Node's own for it. */
export function openOutlet(descriptor: 1 | 2, stream: Socket | NodeJS.WriteStream): Outlet {
  const kind = kindOf(descriptor)
  if (kind === 'stream') return streamOutlet(stream)
  return descriptorOutlet(isatty(descriptor) ? withoutBlocking(descriptor) : descriptor)
}

function kindOf(descriptor: number): 'stream' | 'file' {
  try {
    const found = fstatSync(descriptor)
    return found.isFIFO() || found.isSocket() ? 'stream' : 'file'
  } catch {
    return 'file'
  }
}

/** The same terminal, opened once more: others that have it open keep it as it is. */
function withoutBlocking(descriptor: number): number {
  try {
    const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants
    const opened = openSync(`/dev/fd/${descriptor}`, O_WRONLY | O_NONBLOCK | O_NOCTTY)
    if (isatty(opened)) return opened
    closeSync(opened)
  } catch {
    // A terminal of another user, for example.
  }
  return descriptor
}

/** For a descriptor whose writes return at once. */
function descriptorOutlet(descriptor: number): Outlet {
  let rest: Buffer | null = null
  let listener = () => {}

  function go(): void {
    while (rest !== null && rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest))
      } catch {
        // Full, stopped, or gone: whichever it is, later may be better. This must not keep the process.
        setTimeout(again, AGAIN_AFTER_MS).unref()
        return
      }
    }
    rest = null
  }
  function again(): void {
    go()
    if (rest === null) listener()
  }

  return {
    isFree: () => rest === null,
    isBroken: () => false,
    fitting: (lines) => Math.min(lines.length, MOST_LINES),
    put(text) {
      rest = Buffer.from(text)
      go()
    },
    onFree(called) {
      listener = called
    },
  }
}

/** For a pipe or a socket, in pieces of whole lines. */
function streamOutlet(stream: Socket | NodeJS.WriteStream): Outlet {
  let broken = false
  let listener = () => {}
  // There is nobody left to tell.
  stream.on('error', () => {
    broken = true
    listener()
  })
  stream.on('drain', () => listener())
  const isFree = () => broken || stream.destroyed || stream.writableLength === 0
  return {
    isFree,
    isBroken: () => broken || stream.destroyed,
    fitting: linesInOnePiece,
    put(text) {
      if (broken || stream.destroyed) return
      stream.write(text, () => {
        if (isFree()) listener()
      })
    },
    onFree(called) {
      listener = called
    },
  }
}

function linesInOnePiece(lines: readonly string[]): number {
  let count = 0
  for (let bytes = 0; count < lines.length; count += 1) {
    bytes += Buffer.byteLength(lines[count] ?? '')
    if (bytes > ONE_PIECE && count > 0) break
  }
  return count
}

/**
 * Writes to a file descriptor that another program opened, without ever blocking.
 *
 * A file is written directly: it accepts everything or fails. So is a terminal, reopened in
 * non-blocking mode because Ctrl-S pauses it. Pipes and sockets use Node's stream, which waits for
 * their reader asynchronously.
 */

import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs'
import type { Socket } from 'node:net'
import { isatty } from 'node:tty'

/** Accepts one text at a time. Call `put` only while it is free. */
export interface Outlet {
  isFree(): boolean
  /** Whether the outlet is closed for good. */
  isBroken(): boolean
  /** How many of these lines to write as one text; at least one. */
  fitting(lines: readonly string[]): number
  put(text: string): void
  /** Called each time it becomes free. */
  onFree(listener: () => void): void
}

/** Delay before retrying a full disk or a paused terminal. */
const AGAIN_AFTER_MS = 250
/**
 * The size a pipe writes atomically, so that lines of several writers stay whole (pipe(7),
 * PIPE_BUF).
 */
const ONE_PIECE = 4096
const MOST_LINES = 256

/**
 * The outlet for standard output or standard error, whatever it is; `stream` is Node's stream for
 * it.
 */
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

/** The same terminal reopened, so that its mode does not change for others that have it open. */
function withoutBlocking(descriptor: number): number {
  try {
    const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants
    const opened = openSync(`/dev/fd/${descriptor}`, O_WRONLY | O_NONBLOCK | O_NOCTTY)
    if (isatty(opened)) return opened
    closeSync(opened)
  } catch {
    // For example, another user's terminal.
  }
  return descriptor
}

/** For a descriptor whose writes return immediately. */
function descriptorOutlet(descriptor: number): Outlet {
  let rest: Buffer | null = null
  let listener = () => {}

  function go(): void {
    while (rest !== null && rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest))
      } catch {
        // Full, paused or gone: retry later. The timer must not keep the process alive.
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
  // There is nowhere left to report it.
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

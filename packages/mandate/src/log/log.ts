/**
 * The log of a server: one JSON document a line, or, on a terminal, lines for people to read.
 *
 * Neighbours: `output.ts` and `outlet.ts` write without ever blocking, `readable.ts` words a line for
 * a terminal, `secrets.ts` keeps secrets out. Fastify's logger writes its lines through `stream`.
 */

import { hostname } from 'node:os'
import { isatty } from 'node:tty'
import type { LogLevel } from '../settings.ts'
import { openOutlet } from './outlet.ts'
import { createLogOutput, type LogOutput } from './output.ts'
import { readable } from './readable.ts'
import { withoutSecrets } from './secrets.ts'

export interface Log {
  readonly level: LogLevel
  /** Takes whole JSON lines. */
  readonly stream: { write(line: string): void }
  info(sentence: string, more?: Readonly<Record<string, unknown>>): void
  warn(sentence: string, more?: Readonly<Record<string, unknown>>): void
  error(sentence: string, more?: Readonly<Record<string, unknown>>): void
  /** How many lines could not be written, and are lost. */
  dropped(): number
  /** Writes what still waits, as far as that is possible within a second. */
  close(): Promise<void>
}

/** As pino has them. */
const LEVELS = { debug: 20, info: 30, warn: 40, error: 50, silent: 100 } as const

const LAST_LINES_MS = 1_000

/** The log on standard output. */
export function openLog(level: LogLevel): Log {
  const isTerminal = isatty(1)
  const outlet = openOutlet(1, process.stdout)
  const shown = isTerminal ? readable : (line: string) => line
  const output = createLogOutput(outlet, (lines) =>
    shown(
      jsonLine('warn', 'Lines of the log were dropped, because they could not be written.', {
        lines,
      }),
    ),
  )
  return createLog(level, output, shown)
}

/** A log over any output. */
function createLog(
  level: LogLevel,
  output: LogOutput,
  shown: (line: string) => string = (line) => line,
): Log {
  const say =
    (as: 'info' | 'warn' | 'error') =>
    (sentence: string, more: Readonly<Record<string, unknown>> = {}) => {
      if (LEVELS[as] >= LEVELS[level]) write(jsonLine(as, sentence, more))
    }
  const write = (line: string) => {
    const text = shown(withoutSecrets(line))
    if (text !== '') output.write(text)
  }
  return {
    level,
    stream: { write },
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    dropped: () => output.dropped(),
    close: () => output.close(LAST_LINES_MS),
  }
}

/** The time of a line (ISO 8601), as pino takes it. One text serves all lines of a millisecond. */
export function timestamp(): string {
  const now = Date.now()
  if (now !== last) {
    last = now
    lastText = `,"time":"${new Date(now).toISOString()}"`
  }
  return lastText
}
let last = 0
let lastText = ''

/** A line in the form of those that Fastify's logger writes. */
function jsonLine(
  level: 'info' | 'warn' | 'error',
  sentence: string,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const begin = `{"level":${LEVELS[level]}${timestamp()}`
  const rest = JSON.stringify({ pid: process.pid, hostname: hostname(), ...more, msg: sentence })
  return `${begin},${rest.slice(1)}\n`
}

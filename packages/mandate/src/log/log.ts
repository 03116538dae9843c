/**
 * The log of a server: one JSON document per line or, on a terminal, readable text.
 *
 * Neighbours: `output.ts` and `outlet.ts` write without blocking, `readable.ts` formats lines for a
 * terminal, `secrets.ts` redacts. Fastify's logger writes to `stream`.
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
  /** Accepts whole JSON lines. */
  readonly stream: { write(line: string): void }
  info(sentence: string, more?: Readonly<Record<string, unknown>>): void
  warn(sentence: string, more?: Readonly<Record<string, unknown>>): void
  error(sentence: string, more?: Readonly<Record<string, unknown>>): void
  /** The number of lines lost because they could not be written. */
  dropped(): number
  /** Writes as much of the queue as possible within a second. */
  close(): Promise<void>
}

/** pino's levels. */
const LEVELS = { debug: 20, info: 30, warn: 40, error: 50, silent: 100 } as const

const LAST_LINES_MS = 1_000

/** A log on standard output. */
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

/** A line about an error, without a line feed, for a server that has no log yet. */
export function errorLine(sentence: string, more: Readonly<Record<string, unknown>> = {}): string {
  return withoutSecrets(jsonLine('error', sentence, more)).trimEnd()
}

export function warningLine(
  sentence: string,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return withoutSecrets(jsonLine('warn', sentence, more)).trimEnd()
}

/** A log on any output. */
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

/** A line's time (ISO 8601) in pino's form, formatted once per millisecond. */
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

/** A line like those of Fastify's logger. */
function jsonLine(
  level: 'info' | 'warn' | 'error',
  sentence: string,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const begin = `{"level":${LEVELS[level]}${timestamp()}`
  const rest = JSON.stringify({ pid: process.pid, hostname: hostname(), ...more, msg: sentence })
  return `${begin},${rest.slice(1)}\n`
}

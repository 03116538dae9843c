/** Terminal output: aligned, with little colour, and none if nobody would see it. */

import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

export interface Terminal {
  /** Prints a block of text on standard output. */
  print(text: string): void
  /** Prints errors and notes on standard error. */
  warn(text: string): void
  /**
   * Shows one line on standard error that the next call replaces; empty to remove it. Does nothing
   * unless standard error is a terminal.
   */
  showStatus(line: string): void
  /** Writes long text to standard output and waits for a slow reader. */
  stream(text: AsyncIterable<string>): Promise<void>
  /** Whether `stream` and `print` write to a terminal. */
  readonly showsOutput: boolean
  readonly style: Style
  /** Whether a person, not a file, receives `warn`. */
  readonly isInteractive: boolean
}

export type Style = Readonly<Record<'strong' | 'faint' | 'good' | 'bad', (text: string) => string>>

/** A terminal over two streams. Colour depends on `NO_COLOR`, `FORCE_COLOR` and the stream. */
export function openTerminal(output: Writable, errors: Writable): Terminal {
  const styled = (format: 'bold' | 'dim' | 'green' | 'red') => (text: string) =>
    styleText(format, text, { stream: output as NodeJS.WritableStream, validateStream: true })
  const isInteractive = isTerminal(errors)
  let status = ''
  const showStatus = (line: string) => {
    if (!isInteractive || line === status) return
    errors.write(`\r${ERASE_LINE}${line}`)
    status = line
  }
  return {
    print: (text) => {
      showStatus('')
      output.write(`${text}\n`)
    },
    warn: (text) => {
      showStatus('')
      errors.write(`${text}\n`)
    },
    showStatus,
    async stream(text) {
      for await (const piece of text) if (!output.write(piece)) await once(output, 'drain')
    },
    showsOutput: isTerminal(output),
    isInteractive,
    style: {
      strong: styled('bold'),
      faint: styled('dim'),
      good: styled('green'),
      bad: styled('red'),
    },
  }
}

/** Erases the cursor's line (ECMA-48 §8.3.41). */
const ERASE_LINE = '\u001b[2K'

function isTerminal(stream: Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true
}

/** Two aligned columns: names and values. */
export function fields(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')
}

/** Aligned columns with headings. */
export function table(
  style: Style,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = columns.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => printable(row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => printable(cell).padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [style.strong(line(columns)), ...rows.map(line)].join('\n')
}

/** Formats whole seconds since 1970 as `2026-03-14 15:09` in UTC. */
export function moment(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')
}

/** Removes control characters, with which user input could control the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd')
}

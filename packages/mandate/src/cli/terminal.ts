/** The terminal is a page too: aligned, sparing with colour, none where nobody would see it. */

import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

export interface Terminal {
  /** One block of text as the answer, on standard output. */
  print(text: string): void
  /** What went wrong or is worth knowing, on standard error. */
  warn(text: string): void
  readonly style: Style
  /** Whether what `warn` says is seen by a person, and not kept in a file. */
  readonly isInteractive: boolean
}

export type Style = Readonly<Record<'strong' | 'faint' | 'good' | 'bad', (text: string) => string>>

/** A terminal over two streams. Colour follows `NO_COLOR`, `FORCE_COLOR` and what the stream is. */
export function openTerminal(output: Writable, errors: Writable): Terminal {
  const styled = (format: 'bold' | 'dim' | 'green' | 'red') => (text: string) =>
    styleText(format, text, { stream: output as NodeJS.WritableStream, validateStream: true })
  return {
    print: (text) => void output.write(`${text}\n`),
    warn: (text) => void errors.write(`${text}\n`),
    isInteractive: 'isTTY' in errors && errors.isTTY === true,
    style: {
      strong: styled('bold'),
      faint: styled('dim'),
      good: styled('green'),
      bad: styled('red'),
    },
  }
}

/** Two aligned columns: a name and what it is. */
export function fields(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')
}

/** Aligned columns under their names. */
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

/** A moment in whole seconds since 1970, as `2026-03-14 15:09` in UTC. */
export function moment(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')
}

/** What a person entered could drive the terminal; control characters stay out of it. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd')
}

/** Runs commands inside the test's own process: fast, and with a clock that the test controls. */

import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { PassThrough, Readable } from 'node:stream'
import type { CommandContext } from '../../src/cli/command.ts'
import { run } from '../../src/cli/program.ts'
import { openTerminal } from '../../src/cli/terminal.ts'
import type { Clock } from '../../src/time-and-chance.ts'
import type { Ended } from './mandate-process.ts'

interface Surroundings {
  readonly clock?: Clock
  readonly input?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly workingDirectory?: string
  /** Whether a person is at the terminal and may be asked. */
  readonly atTerminal?: boolean
}

/** What `main.ts` passes to a command, except where it writes to. */
export function commandContext(surroundings: Surroundings = {}): CommandContext & {
  readonly written: () => { readonly output: string; readonly errors: string }
} {
  const { clock = { now: () => Math.floor(Date.now() / 1000) }, input = '' } = surroundings
  const isTTY = surroundings.atTerminal ?? false
  // Nobody reads until the command has ended.
  const output = new PassThrough({ highWaterMark: 2 ** 30 })
  const errors = Object.assign(new PassThrough(), { isTTY })
  return {
    terminal: openTerminal(output, errors),
    input: Object.assign(Readable.from([input]), { isTTY }),
    clock,
    random: (bytes) => randomBytes(bytes),
    environment: surroundings.environment ?? {},
    workingDirectory: surroundings.workingDirectory ?? tmpdir(),
    stopSignal: () => new Promise(() => {}),
    written: () => ({ output: everythingIn(output), errors: everythingIn(errors) }),
  }
}

/** Runs a command to completion. */
export async function runCommand(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  const context = commandContext(surroundings)
  const code = await run(args, context)
  return { code, ...context.written() }
}

/** Runs a command with `--json` that must succeed, and parses its one document. */
export async function runDocument(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Readonly<Record<string, unknown>>> {
  const ended = await runCommand([...args, '--json'], surroundings)
  if (ended.code !== 0) throw new Error(`mandate ${args.join(' ')}: ${ended.errors}`)
  return JSON.parse(ended.output)
}

function everythingIn(stream: Readable): string {
  let text = ''
  for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) text += chunk
  return text
}

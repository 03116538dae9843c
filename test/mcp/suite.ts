/** Runs the conformance suite of the Model Context Protocol as its users do, as a program of its own. */

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const program = fileURLToPath(new URL('../../node_modules/.bin/conformance', import.meta.url))

export interface Check {
  readonly id: string
  readonly status: string
  readonly description?: string
  readonly errorMessage?: string
}

interface Run {
  readonly code: number | null
  readonly output: string
  /** By scenario. */
  readonly checks: ReadonlyMap<string, readonly Check[]>
}

/** Runs it to completion; `onLine` sees each line of its output, and is waited for. */
export async function runSuite(
  context: TestContext,
  parameters: readonly string[],
  onLine: (line: string) => Promise<void> | undefined = () => undefined,
): Promise<Run> {
  const results = mkdtempSync(join(tmpdir(), 'mandate-mcp-'))
  context.after(() => rmSync(results, { recursive: true }))
  const suite = spawn(execPath, [program, ...parameters, '--output-dir', results], {
    cwd: results,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(suite, 'close')
  context.after(async () => {
    if (suite.exitCode === null) suite.kill('SIGKILL')
    await closed
  })
  const lines: string[] = []
  const read = async () => {
    for await (const line of createInterface(suite.stdout)) {
      lines.push(line)
      await onLine(line)
    }
  }
  const [errors, [code]] = await Promise.all([text(suite.stderr), closed, read()])
  return { code, output: `${lines.join('\n')}\n${errors}`, checks: checksIn(results) }
}

/** Its folders are named after scenario and time. */
function checksIn(results: string): Run['checks'] {
  const found = readdirSync(results, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(`${sep}checks.json`))
    .map((path): [string, readonly Check[]] => {
      const [, scenario = path] =
        /^(?:authorization-server-|server-)?(.+)-\d{4}-\d\d-\d\dT[^/]+\/checks\.json$/.exec(path) ??
        []
      return [scenario, JSON.parse(readFileSync(join(results, path), 'utf8'))]
    })
  return new Map(found)
}

/** All scenarios of one kind, with the revisions of the specification that each belongs to. */
export async function scenariosOf(
  kind: 'client' | 'server' | 'authorization',
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { stdout } = await promisify(execFile)(execPath, [program, 'list', `--${kind}`])
  const lines = [...stdout.matchAll(/^ +- (\S+) \[([^\]]+)\]$/gm)]
  return new Map(lines.map(([, name = '', revisions = '']) => [name, revisions.split(',')]))
}

/**
 * `npm run build`: JavaScript and type declarations for the published packages, each in
 * build/<package>/ with the package.json it is published with, and its tarball next to it. Then the
 * tarballs are installed into an empty folder, where the program is run and the libraries are
 * used, so that nothing is built unverified.
 *
 * Nothing in this repository runs from build/; Node runs the TypeScript itself.
 */

import { mkdirSync, rmSync } from 'node:fs'
import { stderr, stdout } from 'node:process'
import { assemble } from './build/assemble.ts'
import { compile } from './build/compile.ts'
import { pack } from './build/pack.ts'
import { verify } from './build/verify.ts'
import { build, published } from './build/workspaces.ts'

const WIDTH = 40

/** Runs one step and reports it; rejects with the error. */
async function step<Result>(what: string, work: () => Result | Promise<Result>): Promise<Result> {
  const started = performance.now()
  const say = (sign: string) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    stdout.write(`${sign} ${what.padEnd(WIDTH)} ${seconds.padStart(5)} s\n`)
  }
  try {
    const result = await work()
    say('✓')
    return result
  } catch (error) {
    say('✗')
    throw error
  }
}

async function main(): Promise<void> {
  rmSync(build, { recursive: true, force: true })
  mkdirSync(build, { recursive: true })
  await step('compile', compile)
  for (const workspace of published) {
    await step(`assemble ${workspace.manifest.name}`, () => assemble(workspace))
  }
  const tarballs = await step('pack', () => pack(published))
  await verify(tarballs, step)
}

await main().catch((error: unknown) => {
  stderr.write(`\n${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})

/** Runs programs for the build. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { env } from 'node:process'
import { text } from 'node:stream/consumers'
import { root } from './workspaces.ts'

/**
 * The environment without the additions of `npm run`, which would make a nested npm believe that it
 * works on this repository. The project's own Node and tools come first.
 */
export function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(
    ([name]) =>
      !/^npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix)/.test(name),
  )
  return { ...Object.fromEntries(own), PATH: `${join(root, 'node_modules/.bin')}:${env['PATH']}` }
}

/**
 * Runs a program to completion and returns its standard output. If it fails, the error contains all
 * its output.
 */
export async function run(
  program: string,
  parameters: readonly string[],
  { cwd }: { readonly cwd: string },
): Promise<string> {
  const child = spawn(program, parameters, {
    cwd,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (status !== 0) {
    throw new Error(`${program} ${parameters.join(' ')} ended with ${status}\n\n${out}${err}`)
  }
  return out
}

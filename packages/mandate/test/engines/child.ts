/** A browser's program: started, read until it says where it listens, and ended with its test. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

export interface Child {
  /** The first match in the program's output on this stream. Rejects if it ends first. */
  says(expected: RegExp, stream: Readable | null): Promise<RegExpExecArray>
  readonly process: ChildProcess
  end(): Promise<void>
}

export function startChild(
  program: string,
  parameters: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Child {
  const child = spawn(program, parameters, {
    // Xvfb writes its display number to the fourth.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    detached: true,
  })
  const gone = once(child, 'exit')
  for (const stream of [child.stdout, child.stderr]) stream?.resume()
  return {
    process: child,
    says(expected, stream) {
      return new Promise((resolve, reject) => {
        let text = ''
        stream?.on('data', (chunk) => {
          text += String(chunk)
          const found = expected.exec(text)
          if (found !== null) resolve(found)
        })
        gone.then(() => reject(new Error(`${program} ended: ${text}`)), reject)
      })
    },
    async end() {
      // Kills its children too: it leads a process group.
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await gone
    },
  }
}

import { spawn } from 'node:child_process'

/** Runs a program to its end; what it printed, both streams together. */
export function runProgram(
  path: string,
  { args, cwd }: { readonly args: readonly string[]; readonly cwd: string },
): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, output }))
  })
}

/**
 * A guide reader's terminal: one `sh -eu` in an empty directory, with `mandate` and the project's Node
 * installed. Whatever the guide starts in the background must have ended when the guide does; anything
 * left is stopped and reported.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import type { Step } from './guide.ts'
import { isAsShown } from './shown.ts'

export const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')

const GUIDE_ENDS_WITHIN_MS = 240_000
const ENDS_WITHIN_MS = 3_000
/** No command prints this, so it can separate the output of two blocks. */
const MARK = '\u001e'
/** Kills the whole group when the fifth file closes. */
const LEASH = '(cat <&4; kill 0) > /dev/null 2>&1 3<&- &'

/**
 * Follows a guide. Resolves to what is wrong with it, or undefined if every command succeeded and
 * printed what the guide shows.
 */
export async function followGuide(steps: readonly Step[]): Promise<string | undefined> {
  const place = mkdtempSync(join(tmpdir(), 'mandate-guide-'))
  try {
    const guide = await onFreePorts(steps)
    const { code, output, leftBehind } = await runInShell(script(guide), place)
    const [, ...printed] = output.split(MARK)
    const last = printed.length - 1
    if (code !== 0) return `${guide[last]?.where}: exit ${code}, after printing\n${printed[last]}`
    for (const [index, { where, ...step }] of guide.entries()) {
      if (step.kind !== 'run' || step.shows === null) continue
      const actual = printed[index] ?? ''
      if (isAsShown(actual, step.shows)) continue
      return `${where} printed\n${actual}\nand should have printed\n${step.shows.text}`
    }
    return leftBehind ? 'it leaves something running in the background' : undefined
  } finally {
    rmSync(place, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Every `…PORT=9400` and `--port 9400` gets a free port, and the expected output is adjusted. */
async function onFreePorts(steps: readonly Step[]): Promise<readonly Step[]> {
  const declared = steps.flatMap((step) =>
    step.kind === 'run' ? [...step.commands.matchAll(/(?:PORT=|--port )(\d+)\b/g)] : [],
  )
  const ports = new Map<string, string>()
  for (const [, port = ''] of declared) ports.set(port, String(await freePort('127.0.0.1')))
  const moved = (written: string) =>
    written.replace(/\d+/g, (number) => ports.get(number) ?? number)
  return steps.map((step) => {
    if (step.kind === 'save') return { ...step, text: moved(step.text) }
    const shows = step.shows && { ...step.shows, text: moved(step.shows.text) }
    return { ...step, commands: moved(step.commands), shows }
  })
}

function script(steps: readonly Step[]): string {
  const parts = steps.map((step) => {
    const work = step.kind === 'run' ? step.commands : save(step)
    return `printf '${MARK}'\n${work}`
  })
  return `${LEASH}\nexec 2>&1 4<&-\n${parts.join('\n')}\n`
}

function save({ name, text: content }: Extract<Step, { readonly kind: 'save' }>): string {
  return `cat > ${name} <<'END OF THE FILE'\n${content}END OF THE FILE\n`
}

interface Followed {
  readonly code: number | null
  readonly output: string
  readonly leftBehind: boolean
}

async function runInShell(commands: string, place: string): Promise<Followed> {
  const shell = spawn('sh', ['-eu', '-c', commands], {
    cwd: place,
    env: environment(place),
    // In a process group, so that everything the guide starts can be killed together.
    detached: true,
    // Every process inherits the fourth file: when it closes, all have ended. The fifth
    // closes when this process ends, for whatever reason.
    stdio: ['ignore', 'pipe', 'inherit', 'pipe', 'pipe'],
  })
  const [lifeline, leash] = [shell.stdio[3] as Readable, shell.stdio[4] as Writable]
  const over = once(lifeline.resume(), 'end').then(() => true)
  const output = text(shell.stdio[1] as Readable)
  const tooLong = setTimeout(() => leash.end(), GUIDE_ENDS_WITHIN_MS)
  const [code] = await once(shell, 'exit')
  clearTimeout(tooLong)
  // What was just told to stop may still be stopping.
  const leftBehind = !(await Promise.race([over, pause(ENDS_WITHIN_MS, false, { ref: false })]))
  leash.end()
  const stubborn = setTimeout(() => kill(shell.pid), ENDS_WITHIN_MS)
  await over
  clearTimeout(stubborn)
  return { code, output: await output, leftBehind }
}

function kill(leader: number | undefined): void {
  if (leader !== undefined) process.kill(-leader, 'SIGKILL')
}

/** As on a machine with Mandate installed and none of its settings. */
function environment(place: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(MANDATE_|NODE_|FORCE_COLOR$)/.test(name),
  )
  const path = [
    join(repository, 'test/guides/bin'),
    join(repository, 'node_modules/.bin'),
    process.env['PATH'],
  ]
  return {
    ...Object.fromEntries(inherited),
    PATH: path.join(delimiter),
    TMPDIR: place,
  }
}

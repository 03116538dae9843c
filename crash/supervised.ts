/**
 * A program that is restarted whenever it exits, as any operator's supervisor does.
 *
 *     starting ──▶ ready ──▶ ended ──(a pause)──▶ starting …        until it is stopped
 */

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type Start, startNode } from './processes.ts'

export interface Supervised {
  readonly name: string
  /** Kills it in whatever state, ready or not. False if there was nothing to kill. */
  kill(): boolean
  /** Writes to its standard input. */
  write(text: string): void
  /** Resolves when it is ready, at once if it is. */
  ready(): Promise<void>
  /** How often it was started. */
  starts(): number
  /** How it exited when nobody had killed it although it was ready: these are its own failures. */
  readonly ownEnds: readonly string[]
  /** Stops it for good. */
  stop(signal: NodeJS.Signals): Promise<void>
  /** Resolves when it has exited with 0 by itself, after which it is not restarted. */
  readonly finished: Promise<void>
}

export interface Supervision extends Start {
  readonly name: string
  /** The line on standard output that means ready; without it, a started process is ready. */
  readonly readyPattern?: RegExp
  /** The pause between an exit and the next start. */
  readonly pause: () => Promise<unknown>
}

export function supervise({ name, readyPattern, pause, ...start }: Supervision): Supervised {
  const ownEnds: string[] = []
  const observers: (() => void)[] = []
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  let child: ChildProcess | undefined
  let state: 'starting' | 'ready' | 'ended' = 'starting'
  let killed = false
  let stopping = false
  let starts = 0

  function becomeReady(): void {
    state = 'ready'
    for (const observe of observers.splice(0)) observe()
  }

  async function runOnce(): Promise<number | null> {
    const running = startNode(start)
    child = running
    state = 'starting'
    killed = false
    starts += 1
    let said = ''
    running.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      if (state !== 'starting' || readyPattern === undefined) return
      said += piece
      if (readyPattern.test(said)) becomeReady()
    })
    if (readyPattern === undefined) becomeReady()
    const [code, signal] = await once(running, 'exit')
    const wasReady = state === ('ready' as typeof state)
    state = 'ended'
    if (wasReady && !killed && !stopping && code !== 0) {
      ownEnds.push(`${name} ended by itself with ${code ?? signal}`)
    }
    return code
  }

  async function keepRunning(): Promise<void> {
    while (!stopping) {
      if ((await runOnce()) === 0 && !stopping) return finish()
      if (!stopping) await pause()
    }
  }

  const over = keepRunning()
  // The next caller that waits for it gets the error; until then it must not count as unhandled.
  over.catch(() => {})
  return {
    name,
    kill() {
      if (state === 'ended' || child === undefined) return false
      killed = true
      return child.kill('SIGKILL')
    },
    write(text) {
      child?.stdin?.write(text)
    },
    async ready() {
      if (state !== 'ready') await new Promise<void>((resolve) => observers.push(resolve))
    },
    starts: () => starts,
    ownEnds,
    async stop(signal) {
      stopping = true
      if (state !== 'ended') child?.kill(signal)
      await over
    },
    finished,
  }
}

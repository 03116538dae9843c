/**
 * Worker threads for comparisons that Node cannot run in the background
 * (`people/password-formats/slow.ts`). They start at the first such password, so a server with only
 * our own hashes has none. This file is both the pool and the worker.
 */

import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { SlowComparison, SlowTask } from '../people/password-formats/format.ts'
import { compareHere } from '../people/password-formats/slow.ts'

const ROLE = 'mandate password thread'

if (!isMainThread && workerData === ROLE) {
  parentPort?.on('message', async (task: SlowTask) => {
    parentPort?.postMessage(await compareHere(task))
  })
}

/** As many threads as the hashing queue runs hashes at once (`people/password.ts`). */
const THREADS = 2

interface Thread {
  readonly worker: Worker
  /** In the order of the results. */
  readonly pending: PromiseWithResolvers<boolean>[]
}

export interface PasswordThreads {
  readonly compare: SlowComparison
  /** Ends the threads; running comparisons reject. */
  close(): Promise<void>
}

/**
 * Idle threads do not keep the process alive. A thread that dies is replaced at the next password.
 */
export function createPasswordThreads(): PasswordThreads {
  const threads = new Set<Thread>()

  function start(): Thread {
    const worker = new Worker(new URL(import.meta.url), { workerData: ROLE, execArgv: [] })
    const thread: Thread = { worker, pending: [] }
    const lost = (error: Error) => {
      threads.delete(thread)
      for (const { reject } of thread.pending.splice(0)) reject(error)
    }
    threads.add(thread)
    worker.on('message', (matches: boolean) => {
      thread.pending.shift()?.resolve(matches)
      if (thread.pending.length === 0) worker.unref()
    })
    worker.on('error', lost)
    worker.on('exit', () => lost(new Error('The thread that compares passwords has ended.')))
    return thread
  }

  function free(): Thread {
    const [least] = [...threads].sort((a, b) => a.pending.length - b.pending.length)
    return least === undefined || (least.pending.length > 0 && threads.size < THREADS)
      ? start()
      : least
  }

  return {
    compare(task) {
      const { worker, pending } = free()
      const answer = Promise.withResolvers<boolean>()
      pending.push(answer)
      worker.ref()
      worker.postMessage(task)
      return answer.promise
    },
    async close() {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()))
    },
  }
}

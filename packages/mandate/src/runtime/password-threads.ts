/**
 * Threads for the comparisons that Node cannot do in the background (`people/password-formats/slow.ts`).
 * They start at the first such password: a server whose users all have our hashes has none. This
 * file is both sides; a thread runs it too.
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

/** As many as the hashing queue runs at once (`people/password.ts`). */
const THREADS = 2

interface Thread {
  readonly worker: Worker
  /** In the order in which the thread answers. */
  readonly pending: PromiseWithResolvers<boolean>[]
}

export interface PasswordThreads {
  readonly compare: SlowComparison
  /** Ends the threads; what they were computing is rejected. */
  close(): Promise<void>
}

/** Idle threads do not keep the process alive. A thread that is lost is replaced at the next password. */
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

/** The messages between the primary and its workers, over the channel that `node:cluster` opens. */

import type { Worker } from 'node:cluster'
import type { MetricsSnapshot } from '../metrics/merge.ts'
import type { GivenSettings } from '../settings/given.ts'

export type ToWorker =
  /** The first message: what was given to the primary, with its port. */
  | { readonly is: 'settings'; readonly given: GivenSettings }
  | { readonly is: 'stop' }
  /** No worker is listening any more. */
  | { readonly is: 'closed by all' }
  | { readonly is: 'measure' }

export type FromWorker =
  | { readonly is: 'listening' }
  /** It has closed its listener and holds its unanswered requests. */
  | { readonly is: 'closed' }
  /** It cannot listen, for the reason in the sentence. */
  | { readonly is: 'refused'; readonly sentence: string }
  | { readonly is: 'measured'; readonly metrics: MetricsSnapshot }

/** Sends a message, unless the worker has ended. */
export function say(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message)
}

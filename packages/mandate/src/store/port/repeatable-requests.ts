import type { RepeatableRequest } from '../records.ts'

/** Requests that may be sent again with the same key. */
export interface RepeatableRequestStore {
  /** Undefined for the one caller that begins it; the others get what is known of it. */
  begin(request: Omit<RepeatableRequest, 'answer'>): Promise<RepeatableRequest | undefined>
  /** Keeps its answer, which is encrypted. */
  finish(id: string, answer: Uint8Array): Promise<void>
  /** As if it had never been sent. */
  forget(id: string): Promise<void>
}

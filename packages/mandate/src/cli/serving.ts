/** A server that runs, in this process or in several. */
export interface Serving {
  /** Rejects with `CommandRefused` where it cannot go on. */
  readonly exhausted: Promise<never>
  /** Takes no new connection, answers what is in flight, and lets go of everything. */
  close(): Promise<void>
}

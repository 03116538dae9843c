/** Notes, kept in memory: each account sees its own. */

import { randomUUID } from 'node:crypto'

export interface Note {
  readonly id: string
  readonly text: string
  /** RFC 3339, UTC. */
  readonly created_at: string
}

export interface Notes {
  /** Newest first. */
  list(subject: string): readonly Note[]
  add(subject: string, text: string): Note
}

/** The most notes of an account; the oldest are dropped. */
const MOST_NOTES = 200

/** `clock` returns milliseconds since 1970. */
export function createNotes(clock: () => number): Notes {
  const bySubject = new Map<string, readonly Note[]>()
  const list = (subject: string) => bySubject.get(subject) ?? []
  return {
    list,
    add(subject, text) {
      const note = { id: randomUUID(), text, created_at: new Date(clock()).toISOString() }
      bySubject.set(subject, [note, ...list(subject)].slice(0, MOST_NOTES))
      return note
    },
  }
}

/** The platform's API, as this application uses it: who the user is, and their notes. */

import type { GrantHandle } from '@mandate/client'

export interface Note {
  readonly text: string
}

export interface ApiData {
  /** What `GET /me` says of the user, as it stands. */
  readonly me: readonly (readonly [name: string, value: string])[]
  readonly notes: readonly Note[]
}

/** The API answered, but not with what was asked for. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  readonly status: number
  constructor(status: number) {
    super(`the API answered ${status}`)
    this.status = status
  }
}

/** Rejects with `ApiRefusal`, with a `MandateError`, or as `fetch` does. */
export async function fetchApiData(grant: GrantHandle, apiUrl: string): Promise<ApiData> {
  const [me, notes] = await Promise.all([
    readJson(grant.fetch(`${apiUrl}/me`)),
    readJson(grant.fetch(`${apiUrl}/notes`)),
  ])
  return { me: Object.entries(Object(me)).map(toLine), notes: toNotes(notes) }
}

/** Rejects as `fetchApiData`. */
export async function addNote(grant: GrantHandle, apiUrl: string, text: string): Promise<void> {
  const body = JSON.stringify({ text })
  const headers = { 'content-type': 'application/json' }
  await readJson(grant.fetch(`${apiUrl}/notes`, { method: 'POST', headers, body }))
}

async function readJson(answering: Promise<Response>): Promise<unknown> {
  const answer = await answering
  if (answer.ok) return answer.json()
  await answer.body?.cancel()
  throw new ApiRefusal(answer.status)
}

function toLine([name, value]: [string, unknown]): [string, string] {
  return [name.replaceAll('_', ' '), typeof value === 'string' ? value : JSON.stringify(value)]
}

/** A list, bare or under `notes`, of objects with a `text`. */
function toNotes(answer: unknown): readonly Note[] {
  const list: unknown = Array.isArray(answer) ? answer : Object(answer).notes
  if (!Array.isArray(list)) return []
  return list.flatMap((note) => (typeof note?.text === 'string' ? [{ text: note.text }] : []))
}

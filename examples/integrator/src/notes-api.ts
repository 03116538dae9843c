/** The platform's API as used by this application: who the user is, and their notes. */

import type { GrantHandle } from '@mandate/client'

export interface Note {
  readonly text: string
}

export interface ApiData {
  /** The user as `GET /me` names them. */
  readonly connectedAs: string
  readonly notes: readonly Note[]
}

/** The API answered, but not with the requested data. */
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
  return { connectedAs: nameOf(Object(me)), notes: toNotes(notes) }
}

/** Rejects like `fetchApiData`. */
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

function nameOf(me: { username?: unknown; subject?: unknown }): string {
  const name = me.username ?? me.subject
  return typeof name === 'string' ? name : 'an account without a name'
}

/** A list, bare or under `notes`, of objects with a `text`. */
function toNotes(answer: unknown): readonly Note[] {
  const list: unknown = Array.isArray(answer) ? answer : Object(answer).notes
  if (!Array.isArray(list)) return []
  return list.flatMap((note) => (typeof note?.text === 'string' ? [{ text: note.text }] : []))
}

/** The admin API of a server elsewhere (`http/admin/`), as commands use it. */

import { ADMIN_PATH } from '../../oauth/admin-api.ts'
import { type CommandContext, CommandRefused } from '../command.ts'
import { printable } from '../terminal.ts'
import { send } from './requests.ts'
import { serverAddress } from './server-address.ts'
import { accessTokenFor, notSignedIn } from './token.ts'

/** The document of a noun (`documents/`), as the server sends it. */
export type Received = Readonly<Record<string, unknown>>

/** There is no such thing; the command says how to find those that there are. */
export class NotThere extends CommandRefused {}

/** Parts of what was sent are wrong; `errors` says which (RFC 9457 §3). */
export class PartsRefused extends CommandRefused {
  readonly errors: readonly { readonly field: string; readonly detail: string }[]

  constructor(said: string, errors: PartsRefused['errors']) {
    super(said)
    this.errors = errors
  }
}

export interface AdminApi {
  /** Rejects with `NotThere`, or `CommandRefused`; this also goes for the others. */
  read(path: string): Promise<Received>
  /** Every document of a list, or the first `most`. */
  list(
    path: string,
    query?: Readonly<Record<string, string | undefined>>,
    most?: number,
  ): Promise<readonly Received[]>
  /** An act; undefined if it has no answer. */
  act(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Received>
}

const PAGE = 500
/** A file with thousands of clients takes a while. */
const SLOW = { paths: ['/declaration/plan', '/declaration/apply'], longestMs: 600_000 } as const

/** Rejects with `CommandRefused` if nobody has signed in to the server. */
export async function openAdminApi(context: CommandContext, given: string): Promise<AdminApi> {
  const server = serverAddress(given)
  const token = await accessTokenFor(context, server)

  async function call(method: string, path: string, body?: object): Promise<Received> {
    const { status, document } = await send(`${server}${ADMIN_PATH}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        // The state has just been read, or does not matter.
        ...(method === 'PATCH' && { 'if-match': '*' }),
        ...(method === 'POST' && { 'idempotency-key': newKey(context) }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(SLOW.paths.some((one) => one === path) && { longestMs: SLOW.longestMs }),
    })
    if (status < 300) return document ?? {}
    if (status === 401) throw notSignedIn(server)
    const detail = document?.['detail'] ?? document?.['error_description']
    const said = typeof detail === 'string' ? printable(detail) : `${server} answers ${status}.`
    if (status === 404) throw new NotThere(said)
    const errors = partsIn(document?.['errors'])
    throw errors.length > 0 ? new PartsRefused(said, errors) : new CommandRefused(said)
  }

  return {
    read: (path) => call('GET', path),
    act: call,
    async list(path, query = {}, most = Number.POSITIVE_INFINITY) {
      const documents: Received[] = []
      let cursor: unknown
      do {
        const limit = String(Math.min(PAGE, most - documents.length))
        const asked = Object.entries({ ...query, limit, cursor }).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        )
        const page = await call('GET', `${path}?${new URLSearchParams(asked)}`)
        const { data, next_cursor: next } = page
        if (!Array.isArray(data)) throw new CommandRefused(`${server} answers with no list.`)
        documents.push(...(data as Received[]))
        cursor = next
      } while (typeof cursor === 'string' && documents.length < most)
      return documents
    },
  }
}

/** The wrong parts that a problem names. */
function partsIn(errors: unknown): PartsRefused['errors'] {
  if (!Array.isArray(errors)) return []
  return errors.flatMap(({ field, detail }: Received) =>
    typeof field === 'string' && typeof detail === 'string'
      ? [{ field, detail: printable(detail) }]
      : [],
  )
}

/** One segment of a path. */
export function segment(text: string): string {
  return encodeURIComponent(text)
}

const newKey = ({ random }: CommandContext) => Buffer.from(random(16)).toString('hex')

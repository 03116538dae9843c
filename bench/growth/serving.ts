/** `mandate serve` on a filled database, and requests whose tokens are made here from its keys. */

import { hash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  deriveAccessToken,
  deriveRedeemable,
  type KeyRing,
} from '../../packages/mandate/src/grants/derivation.ts'
import { type Connection, openConnection } from '../load/connection.ts'
import type { Generations } from './acts.ts'
import { CLIENT_SECRET, clientIdOf, grantIdOf, KEY_ID, seedOf } from './database.ts'
import { type Served, serve } from './process.ts'

export interface Serving extends Served {
  /** One connection; each act is one request with its response checked. */
  connect(generations: Generations): Promise<{
    refresh(place: number): Promise<void>
    introspect(place: number): Promise<void>
    close(): void
  }>
}

const SECRET = Buffer.from(hash('sha256', KEY_ID), 'hex')
const keys: KeyRing = { current: KEY_ID, secrets: new Map([[KEY_ID, SECRET]]) }

/** Serves the database in the directory, or the one at the URL, until `stop`. */
export async function serveFrom(directory: string, database?: string): Promise<Serving> {
  const key = { id: KEY_ID, secret: SECRET.toString('base64url'), created_at: 1_750_000_000 }
  writeFileSync(join(directory, 'keys.json'), JSON.stringify({ current: KEY_ID, keys: [key] }), {
    mode: 0o600,
  })
  const main = fileURLToPath(new URL('../../packages/mandate/src/main.ts', import.meta.url))
  const served = await serve(main, {
    args: [
      ...['serve', '--data', directory, '--port', '0', '--log-level', 'error', '--json'],
      ...(database === undefined ? [] : ['--database', database]),
    ],
    portFrom: (line) => Number(new URL(JSON.parse(line).issuer).port),
  })
  return { ...served, connect: (generations) => connect(served.port, generations) }
}

async function connect(port: number, generations: Generations) {
  let fail: (error: Error) => void = () => {}
  let connection: Connection | undefined
  // A server closes connections that idle for long, as they do between two turns here.
  const failed = (error: Error) => {
    connection = undefined
    fail(error)
  }
  const post = async (path: string, place: number, form: string) => {
    connection ??= await openConnection(port, failed)
    return answerOf(connection, path, { place, form })
  }
  const answerOf = (
    to: Connection,
    path: string,
    { place, form }: { readonly place: number; readonly form: string },
  ) =>
    new Promise<string>((resolve, reject) => {
      fail = reject
      const basic = Buffer.from(`${clientIdOf(place)}:${CLIENT_SECRET}`).toString('base64')
      to.send(
        [
          `POST ${path} HTTP/1.1`,
          'host: 127.0.0.1',
          `authorization: Basic ${basic}`,
          'content-type: application/x-www-form-urlencoded',
          `content-length: ${form.length}`,
          '',
          form,
        ].join('\r\n'),
        ({ status, body }) =>
          status === 200 ? resolve(body) : reject(new Error(`${path}: ${status} ${body}`)),
      )
    })
  const grantAt = (place: number) => ({ id: grantIdOf(place), seed: seedOf(place) })
  return {
    async refresh(place: number) {
      const live = { generation: generations.take(place), keyId: KEY_ID }
      const token = deriveRedeemable(keys, grantAt(place), live)
      await post('/oauth2/token', place, `grant_type=refresh_token&refresh_token=${token}`)
    },
    async introspect(place: number) {
      const issuedAt = Math.floor(Date.now() / 1000)
      const token = deriveAccessToken(keys, grantAt(place), {
        ...{ generation: generations.of(place), keyId: KEY_ID, narrowing: null },
        ...{ issuedAt, expiresAt: issuedAt + 300 },
      })
      const body = await post('/oauth2/introspect', place, `token=${token}`)
      if (!body.startsWith('{"active":true')) throw new Error(`/oauth2/introspect: ${body}`)
    },
    close: () => connection?.close(),
  }
}

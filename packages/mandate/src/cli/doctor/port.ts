import type { KeyRing } from '../../grants/derivation.ts'
import { serverProof } from '../../grants/server-proof.ts'
import { readKeyFile } from '../../keys/key-file.ts'
import { keyPlaceOf } from '../../keys/place.ts'
import { databaseNamed } from '../../runtime/database.ts'
import { freePort } from '../../runtime/ports.ts'
import type { Settings } from '../../settings.ts'
import { databaseMark } from '../../store/database-mark.ts'
import type { Examine, Examined } from './check.ts'

const ANSWER_WITHIN_MS = 2_000

/** The port is free, or in use by the server with these keys and this database. */
export const port: Examine = async (examined) => {
  const name = 'port'
  const { host, port: number, issuer } = examined.settings
  if (number === 0) return { name, ok: true, message: 'any free one' }
  if ((await freePort(host, number).catch(() => undefined)) === number) {
    return { name, ok: true, message: `${number} on ${host} is free` }
  }
  const metadata = await ask(examined.settings, '/.well-known/oauth-authorization-server')
  const remedy = 'stop the program that has the port, or set another port and issuer'
  if (metadata?.['issuer'] === undefined) {
    const message = `${number} on ${host} is not free, and no Mandate server answers there`
    return { name, ok: false, message, remedy }
  }
  if (metadata['issuer'] !== issuer) {
    const message = `the server on ${number} is a different one: its issuer is ${metadata['issuer']}`
    return { name, ok: false, message, remedy }
  }
  switch (await compare(examined)) {
    case 'same':
      return { name, ok: true, message: `the server answers on ${number}` }
    case 'unknown':
      return { name, ok: true, message: `a server with this issuer answers on ${number}` }
    case 'other':
      return {
        name,
        ok: false,
        message: `the server on ${number} has this issuer, but other keys or another database`,
        remedy: 'give --data or --config as that server has it, or stop that one',
      }
  }
}

/** Whether the server there has our keys and database; unknown if we cannot ask. */
async function compare(examined: Examined): Promise<'same' | 'other' | 'unknown'> {
  const { settings, random } = examined
  const challenge = Buffer.from(random(32)).toString('base64url')
  const answer = await ask(settings, `/health/identity?challenge=${challenge}`)
  // An older server lacks this endpoint.
  if (typeof answer?.['proof'] !== 'string') return 'unknown'
  const known = await whatWeHave(settings)
  if (known === 'unknown') return 'unknown'
  if (known === 'nothing') return 'other'
  const { keys, database } = known
  const { issuer } = settings
  // It uses the one that is active, which the file does not say.
  const isSame = [...keys.secrets.keys()].some(
    (current) =>
      serverProof({ ...keys, current }, { issuer, challenge, database }) === answer['proof'],
  )
  return isSame ? 'same' : 'other'
}

/** Their own checks report broken keys or an unreadable database. */
async function whatWeHave(
  settings: Settings,
): Promise<{ readonly keys: KeyRing; readonly database: string } | 'nothing' | 'unknown'> {
  try {
    const keys = readKeyFile(keyPlaceOf(settings))?.keys
    const database = databaseNamed(settings.database)
    if (keys === undefined || !(await database.isThere())) return 'nothing'
    const store = await database.open({ readOnly: true })
    return { keys, database: await databaseMark(store).finally(() => store.close()) }
  } catch {
    return 'unknown'
  }
}

/** The JSON document at a path of the server there; undefined for anything else. */
async function ask(
  { host, port: number }: Settings,
  path: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const authority = reachable.includes(':') ? `[${reachable}]:${number}` : `${reachable}:${number}`
  try {
    const response = await fetch(`http://${authority}${path}`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      redirect: 'error',
    })
    const document: unknown = await response.json()
    return typeof document === 'object' && document !== null
      ? (document as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

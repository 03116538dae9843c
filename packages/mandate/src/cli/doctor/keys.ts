import { existsSync, readFileSync } from 'node:fs'
import { isEncrypted } from '../../keys/at-rest.ts'
import type { KeyFile } from '../../keys/content.ts'
import { foreignKeys, KeyFileRefused, missingKeyFile, readKeyFile } from '../../keys/key-file.ts'
import { heldKeys, missingKeys, wantedKeys } from '../../keys/live-keys.ts'
import { type KeyPlace, keyPlaceOf } from '../../keys/place.ts'
import { databaseNamed } from '../../runtime/database.ts'
import type { Settings } from '../../settings.ts'
import { DatabaseRefused } from '../../store/engine.ts'
import { type KeyLife, type KeyNode, StorageUnavailable } from '../../store/port.ts'
import { waitsFor } from '../shown-keys.ts'
import type { Examine } from './check.ts'

interface Known {
  readonly lives: readonly KeyLife[]
  readonly nodes: readonly KeyNode[]
}

/**
 * The keys exist if needed, are closed to others, belong to the database, and are with every server.
 */
export const keys: Examine = async ({ settings }) => {
  const name = 'keys'
  const place = keyPlaceOf(settings)
  try {
    const file = readKeyFile(place)
    const isUsed = await isInUse(settings)
    if (file === undefined) {
      if (isUsed) throw missingKeyFile(place.path, databaseNamed(settings.database).title)
      return { name, ok: true, message: 'none yet; the first start creates one' }
    }
    const known = isUsed ? await knownTo(settings) : { lives: [], nodes: [] }
    const foreign = missingKeys(file, known.lives)
    if (foreign.length > 0) {
      const ids = foreign.map(({ id }) => id)
      throw foreignKeys(place.path, databaseNamed(settings.database).title, ids)
    }
    const fault = faultOf(settings, { place, file, known })
    if (fault !== undefined) return { name, ok: false, ...fault }
    const count = heldKeys(file).length
    const message = `${count === 1 ? 'one key' : `${count} keys`} in ${place.path}`
    return { name, ok: true, message: [message, ...notesOn(file, known)].join('; ') }
  } catch (error) {
    if (error instanceof KeyFileRefused) return { name, ok: false, message: error.message }
    throw error
  }
}

function faultOf(
  { openid }: Settings,
  {
    place: { path, passphrase = null, command = null },
    file,
    known: { lives, nodes },
  }: { readonly place: KeyPlace; readonly file: KeyFile; readonly known: Known },
): { readonly message: string; readonly remedy: string } | undefined {
  for (const { id, activeAt, retiredAt } of lives) {
    const lacking = nodes.filter(({ holds }) => !holds.includes(id)).length
    if (activeAt === null || retiredAt !== null || lacking === 0) continue
    return {
      message: `${lacking} of ${nodes.length} servers do not hold the key ${id}, which is in use`,
      remedy: `copy ${path} to them; it is read without a restart, and their log says what is wrong with theirs`,
    }
  }
  if (openid && nodes.length > 0 && file.signingKeys.length === 0) {
    return {
      message: `${path} has no key that signs, so OpenID Connect fails`,
      remedy: 'run, where the file can be written: mandate keys rotate --kind signing',
    }
  }
  if (command === null && passphrase !== null && existsSync(path)) {
    if (!isEncrypted(readFileSync(path, 'utf8'))) {
      return {
        message: `${path} is not encrypted, although there is a passphrase for it`,
        remedy: 'run: mandate keys protect',
      }
    }
  }
  return undefined
}

/** What is under way. */
function notesOn(file: KeyFile, { lives, nodes }: Known): readonly string[] {
  const byId = new Map(lives.map((life) => [life.id, life]))
  const waiting = wantedKeys(file).flatMap(({ id }) => {
    const lacking = nodes.filter(({ holds }) => !holds.includes(id)).length
    return byId.get(id)?.activeAt === null && lacking > 0
      ? [`the key ${id} ${waitsFor(lacking, nodes.length)}`]
      : []
  })
  const kept = heldKeys(file).flatMap(({ id }) =>
    byId.get(id)?.retiredAt == null
      ? []
      : [`the retired key ${id} is still in the file: mandate keys retire ${id}`],
  )
  return [...waiting, ...kept]
}

/** Nothing if the database cannot be read; its own check reports that. */
async function knownTo(settings: Settings): Promise<Known> {
  try {
    const store = await databaseNamed(settings.database).open({ readOnly: true })
    try {
      return { lives: await store.keys.list(), nodes: await store.keys.listNodes() }
    } finally {
      await store.close()
    }
  } catch (error) {
    if (error instanceof DatabaseRefused || error instanceof StorageUnavailable) {
      return { lives: [], nodes: [] }
    }
    throw error
  }
}

/** The database's own check reports that it cannot be read. */
async function isInUse({ database }: Settings): Promise<boolean> {
  try {
    return await databaseNamed(database).isThere()
  } catch (error) {
    if (error instanceof DatabaseRefused) return false
    throw error
  }
}

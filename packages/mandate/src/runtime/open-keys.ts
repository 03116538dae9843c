/**
 * Opens the server keys against a database: notes what the file holds, finds out which keys are in
 * use, and refuses a file that lacks one of them.
 */

import manifest from '../../package.json' with { type: 'json' }
import type { KeyFile } from '../keys/content.ts'
import { addFirstSigningKeys, foreignKeys, KeyFileRefused, readKeyFile } from '../keys/key-file.ts'
import {
  createLiveKeys,
  heldKeys,
  type LiveKeys,
  missingKeys,
  wantedKeys,
} from '../keys/live-keys.ts'
import type { KeyPlace } from '../keys/place.ts'
import { JWKS_FRESH_SECONDS } from '../signing/signing-keys.ts'
import type { KeyLife, Store } from '../store/port.ts'
import type { RuntimeContext } from './context.ts'
import { isGone, newNodeId } from './node-id.ts'

/** A `server` also says what it holds, and like `workers` it needs keys that sign. */
export type KeyRole = 'command' | 'workers' | 'server'

export interface OpenKeys {
  readonly live: LiveKeys
  readonly place: KeyPlace
  readonly file: KeyFile
  readonly lives: readonly KeyLife[]
  /** The name of this server among the others; null unless it is one. */
  readonly node: string | null
}

/**
 * `title` names the database. Rejects with `KeyFileRefused` if the file lacks a key in use, and with
 * `StorageUnavailable`.
 */
export async function openKeys(
  context: RuntimeContext,
  { keys: store }: Pick<Store, 'keys'>,
  opened: {
    readonly place: KeyPlace
    readonly file: KeyFile
    readonly role: KeyRole
    readonly title: string
  },
): Promise<OpenKeys> {
  const { place, role, title } = opened
  const file = role === 'command' ? opened.file : await withSigningKeys(context, store, opened)
  const node = role === 'server' ? newNodeId(context.random) : null
  const held = heldKeys(file)
  // A restored database may still use what the file has retired since.
  const retired = file.retired.map(({ id, kind }) => ({ id, slot: kind }) as const)
  const past = retired.flatMap(({ id, slot }) => (slot === 'signing' ? [] : [{ id, slot }]))
  for (const { id, beats } of await store.listNodes()) {
    if (isGone(id)) await store.leave(id, beats)
  }
  const at = context.clock.now()
  let lives = await store.adopt({
    ...{ held: [...held, ...past], wanted: wantedKeys(file), at },
    ...(node !== null && { node, version: manifest.version }),
    publishedSeconds: JWKS_FRESH_SECONDS,
  })
  const retiredHere = new Set(retired.map(({ id }) => id))
  const late = lives.filter(({ id, retiredAt }) => retiredAt === null && retiredHere.has(id))
  for (const { id } of late) await store.retire(id, { by: { kind: 'system' }, at })
  if (late.length > 0) lives = await store.list()
  const foreign = missingKeys(file, lives).filter(({ slot }) => slot === 'token')
  if (foreign.length > 0) {
    if (node !== null) await store.leave(node)
    throw foreignKeys(
      place.path,
      title,
      foreign.map(({ id }) => id),
    )
  }
  return { live: createLiveKeys(file, lives), place, file, lives, node }
}

/**
 * The file with keys that sign. If another server has some, they have to be copied from there; if
 * this user may not write the file, it stays as it is. The server warns that it cannot sign.
 */
async function withSigningKeys(
  context: RuntimeContext,
  store: Store['keys'],
  { place, file }: { readonly place: KeyPlace; readonly file: KeyFile },
): Promise<KeyFile> {
  if (file.signingKeys.length > 0) return file
  const signs = ({ slot, activeAt }: KeyLife) =>
    slot !== 'token' && slot !== 'seal' && activeAt !== null
  if ((await store.list()).some(signs)) return file
  try {
    addFirstSigningKeys(place, context)
    return readKeyFile(place) ?? file
  } catch (error) {
    if (error instanceof KeyFileRefused) return file
    throw error
  }
}

import { addKey, KeyFileRefused, readKeyFile } from '../keys/key-file.ts'
import { type KeyPlace, keyPlaceOf } from '../keys/place.ts'
import type { KeyFileWriter } from '../operations/keys.ts'
import type { Settings } from '../settings.ts'
import type { KeySlot } from '../store/port.ts'
import type { RuntimeContext } from './context.ts'

/** Undefined where a command prints the keys: it has no place to write to. */
export function keyFileWriter(
  settings: Pick<Settings, 'data' | 'keyPassphrase' | 'keyCommand'>,
  context: RuntimeContext,
): KeyFileWriter | undefined {
  if (settings.keyCommand !== null) return undefined
  const place = keyPlaceOf(settings)
  return {
    path: place.path,
    add(kind) {
      try {
        const slots = kind === 'signing' ? signingSlots(place) : [kind]
        return { is: 'added', ids: slots.map((slot) => addKey(place, slot, context)) }
      } catch (error) {
        if (error instanceof KeyFileRefused) return { is: 'refused', because: error.message }
        // The file system's own words name only the file.
        if (error instanceof Error && 'syscall' in error) {
          return { is: 'refused', because: error.message }
        }
        throw error
      }
    },
  }
}

/** One for each kind that signs now; where there is none, the kinds that every client can verify. */
function signingSlots(place: KeyPlace): readonly KeySlot[] {
  const held = new Set(readKeyFile(place)?.signingKeys.map(({ type }) => type))
  return held.size === 0 ? ['RSA', 'EC'] : [...held]
}

import type { Store } from './port.ts'

/** The store behind each view (`read-only.ts`). Only `write-access.ts` may use this. */
export const storesBehind = new WeakMap<object, Store>()

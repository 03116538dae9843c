import type { Store } from './port.ts'

/** Which store a view shows (`read-only.ts`), for `write-access.ts` alone. */
export const storesBehind = new WeakMap<object, Store>()

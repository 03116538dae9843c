/** From a read-only view to the store itself. A dependency rule says who may import this. */

import type { Store } from './port.ts'

const stores = new WeakMap<object, Store>()

/** Remembers which store a view shows. */
export function noteWritable(view: object, store: Store): void {
  stores.set(view, store)
}

/** The store behind a view; undefined for anything else. */
export function storeBehind(view: object): Store | undefined {
  return stores.get(view)
}

/**
 * Opens a read-only view for writing. Operations, the protocol and sign-in use it; a dependency
 * rule keeps commands and endpoints from doing so.
 */

import type { ReadStore } from './read-only.ts'
import { storesBehind } from './views.ts'

const opened = new WeakMap<object, object>()

/** A context as callers have it: with the store, or with a view of the store. */
export type Reading<Context> = Omit<Context, 'store'> & { readonly store: ReadStore }

/** The same context with the whole store. Cached, because every token request needs it. */
export function forWriting<Context extends object>(context: Reading<Context>): Context {
  const known = opened.get(context)
  if (known !== undefined) return known as Context
  const writing = { ...context, store: storesBehind.get(context.store) ?? context.store } as Context
  opened.set(context, writing)
  return writing
}

/**
 * An act that determines its own actor, such as a sign-in. Its callers need only a view of the
 * store. An act that is given its actor is an operation (`operations/operation.ts`).
 */
export function writes<Context extends object, Rest extends readonly unknown[], Outcome>(
  act: (context: Context, ...rest: Rest) => Promise<Outcome>,
): (context: Reading<Context>, ...rest: Rest) => Promise<Outcome> {
  return (context, ...rest) => act(forWriting(context), ...rest)
}

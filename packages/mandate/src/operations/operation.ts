/**
 * Operations: every act that changes state and that a person or a program may ask for, one function
 * `(context, actor, input) → outcome` each, one file for each noun. An operation owns its rules. What
 * it answers is data: the command line and the endpoints find the words and the status.
 *
 * Its callers hold a store that only reads. Here, where it is checked who may ask, is the one place
 * where the store is opened for writing.
 *
 * Neighbours: `cli/` and `http/` call operations; the rules of `clients/`, `oauth/` and `people/`
 * decide, the store writes.
 */

import type { Actor } from '../facts/actor.ts'
import type { Store } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import { storeBehind } from '../store/write-access.ts'

/** This kind of actor may not ask for this act. The types say so too, so it is an error of the program. */
export class ActorRefused extends Error {
  override readonly name = 'ActorRefused'
}

/** A context as callers have it: with the store, or with a view of the store. */
type Seen<Context> = Omit<Context, 'store'> & { readonly store: ReadStore }

/** An act that only these kinds of actors may ask for. Anyone else is rejected with `ActorRefused`. */
export function operation<
  Kind extends Actor['kind'],
  Context extends { readonly store: Partial<Store> },
  Input,
  Outcome,
>(
  kinds: readonly Kind[],
  act: (
    context: Context,
    actor: Extract<Actor, { readonly kind: Kind }>,
    input: Input,
  ) => Promise<Outcome>,
): (
  context: Seen<Context>,
  actor: Extract<Actor, { readonly kind: Kind }>,
  input: Input,
) => Promise<Outcome> {
  const allowed: readonly Actor['kind'][] = kinds
  return async (context, actor, input) => {
    if (allowed.includes(actor.kind)) return act(forWriting(context), actor, input)
    throw new ActorRefused(`This is for ${kinds.join(' or ')}, and ${actor.kind} asked for it.`)
  }
}

/**
 * An act of the protocol or of signing in, which finds out by itself who is asking: it checks what
 * they know, and names them to the store.
 */
export function entrance<
  Context extends { readonly store: Partial<Store> },
  Rest extends readonly unknown[],
  Outcome,
>(
  act: (context: Context, ...rest: Rest) => Promise<Outcome>,
): (context: Seen<Context>, ...rest: Rest) => Promise<Outcome> {
  return (context, ...rest) => act(forWriting(context), ...rest)
}

const opened = new WeakMap<object, object>()

/** The same context with the whole store in it; made once for each, since the token path comes here too. */
function forWriting<Context extends object>(context: Seen<Context>): Context {
  const known = opened.get(context)
  if (known !== undefined) return known as Context
  const store = storeBehind(context.store) ?? context.store
  const writing = { ...context, store } as Context
  opened.set(context, writing)
  return writing
}

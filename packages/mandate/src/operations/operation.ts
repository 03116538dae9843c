/**
 * Operations: every act that changes state and that a person or a program may ask for, one function
 * `(context, actor, input) → outcome` each, one file for each noun. An operation owns its rules. What
 * it answers is data: the command line and the endpoints find the words and the status.
 *
 * Its callers hold a store that only reads. An operation checks who is asking, and opens the store
 * for writing. What the protocol and a sign-in write they write themselves: they find out who is asking.
 *
 * Neighbours: `cli/` and `http/` call operations; the rules of `clients/`, `oauth/` and `people/`
 * decide, the store writes.
 */

import type { Actor } from '../facts/actor.ts'
import { forWriting, type Reading } from '../store/write-access.ts'

/** This kind of actor may not ask for this act. The types say so too, so it is an error of the program. */
export class ActorRefused extends Error {
  override readonly name = 'ActorRefused'
}

/** An act that only these kinds of actors may ask for. Anyone else is rejected with `ActorRefused`. */
export function operation<Kind extends Actor['kind'], Context extends object, Input, Outcome>(
  kinds: readonly Kind[],
  act: (
    context: Context,
    actor: Extract<Actor, { readonly kind: Kind }>,
    input: Input,
  ) => Promise<Outcome>,
): (
  context: Reading<Context>,
  actor: Extract<Actor, { readonly kind: Kind }>,
  input: Input,
) => Promise<Outcome> {
  const allowed: readonly Actor['kind'][] = kinds
  return async (context, actor, input) => {
    if (allowed.includes(actor.kind)) return act(forWriting(context), actor, input)
    throw new ActorRefused(`This is for ${kinds.join(' or ')}, and ${actor.kind} asked for it.`)
  }
}

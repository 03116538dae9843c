/**
 * Operations are the state changes that people and programs can ask for: one function `(context,
 * actor, input) → outcome` each, one file per noun. An operation owns its rules and returns data;
 * the command line and the endpoints choose the wording and the status.
 *
 * Callers hold a read-only store; an operation checks the actor and opens the store for writing.
 * The protocol and sign-in write directly, because they are what establishes the actor.
 *
 * Neighbours: `cli/` and `http/` call operations, which apply the rules of `clients/`, `oauth/` and
 * `people/` and write through the store.
 */

import type { Actor } from '../facts/actor.ts'
import { forWriting, type Reading } from '../store/write-access.ts'

/** This kind of actor may not do this. The types rule it out too, so it is a bug. */
export class ActorRefused extends Error {
  override readonly name = 'ActorRefused'
}

/** Restricts an act to these kinds of actors. Rejects others with `ActorRefused`. */
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

/**
 * Operations: every act that changes state and that a person or a program may ask for, one function
 * `(context, actor, input) → outcome` each, one file for each noun. An operation owns its rules. What
 * it answers is data: the command line and the endpoints find the words and the status.
 *
 * Sign-in and what the protocol does by itself (issuing a code, redeeming a token) are not here. They
 * find out who is asking; an operation is told.
 *
 * Neighbours: `cli/` and `http/` call operations and write nothing past them; the rules of `clients/`,
 * `oauth/` and `people/` decide, the store writes.
 */

/** Who asks for an act. */
export type Actor =
  | { readonly kind: 'operator' }
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'client'; readonly id: string }
  | { readonly kind: 'system' }

/** This kind of actor may not ask for this act. The types say so too, so it is an error of the program. */
export class ActorRefused extends Error {
  override readonly name = 'ActorRefused'
}

/** An act that only these kinds of actors may ask for. Anyone else is rejected with `ActorRefused`. */
export function operation<Kind extends Actor['kind'], Context, Input, Outcome>(
  kinds: readonly Kind[],
  act: (
    context: Context,
    actor: Extract<Actor, { readonly kind: Kind }>,
    input: Input,
  ) => Promise<Outcome>,
): typeof act {
  const allowed: readonly Actor['kind'][] = kinds
  return async (context, actor, input) => {
    if (allowed.includes(actor.kind)) return act(context, actor, input)
    throw new ActorRefused(`This is for ${kinds.join(' or ')}, and ${actor.kind} asked for it.`)
  }
}

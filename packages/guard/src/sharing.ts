/**
 * Lets concurrent checks of one token share a request to the server, without ever giving a check an
 * answer older than the check.
 *
 * A pending request may already have been answered before a revocation that the new caller knows
 * of. So nobody joins it: newcomers share the next request, which starts when the pending one is
 * back. A busy token therefore costs one request at a time, however many callers carry it, and a
 * check waits for at most two.
 *
 * The caller may cache the answers (`memory.ts`) and look there first.
 */

import type { IntrospectionAnswer } from './answer.ts'
import type { Introspect } from './introspection.ts'

interface Turn {
  next: Promise<IntrospectionAnswer> | undefined
}

export function shareQuestions(ask: Introspect): Introspect {
  const turns = new Map<string, { readonly underWay: Promise<unknown> } & Turn>()

  const depart: Introspect = (token) => {
    const underWay = ask(token)
    const turn = { underWay, next: undefined as Turn['next'] }
    turns.set(token, turn)
    const back = () => {
      if (turn.next === undefined) turns.delete(token)
    }
    underWay.then(back, back)
    return underWay
  }

  return (token) => {
    const turn = turns.get(token)
    if (turn === undefined) return depart(token)
    turn.next ??= turn.underWay.then(
      () => depart(token),
      () => depart(token),
    )
    return turn.next
  }
}

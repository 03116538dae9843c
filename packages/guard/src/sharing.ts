/**
 * Lets concurrent checks of one token share a question to the server, without ever giving a check an
 * answer that is older than the check.
 *
 * A question that is under way may have been answered before a revocation that the new caller already
 * knows of. So nobody joins it: a request that comes meanwhile waits for the next question, which leaves
 * when the present one is back, and shares that. A busy token so costs one question at a time however
 * many requests carry it, and a check waits for two questions at most.
 *
 * What it asks with may keep the answers (`memory.ts`): they are then looked for before this.
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

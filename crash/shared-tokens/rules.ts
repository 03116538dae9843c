/**
 * What must hold for tokens that processes share, beside the rules that hold for every grant: a
 * process that is served gets the live token, and a token that was replaced too long ago is refused.
 */

import { type Exchange, firstOf, type History, redemptions } from '../checker/history.ts'
import { group, type Rule, violation } from '../checker/rules.ts'

/** A window is whole seconds, and a request may wait for a node. */
const MARGIN_MS = 2_000

export function sharedRules(sharedSeconds: number): readonly Rule[] {
  return [
    oneBranch,
    liveAtOnce,
    (history) => {
      const late = redemptions(history).filter(
        ({ sent, sentAt }) =>
          sentAt > replacedBy(history, sent.token.generation) + sharedSeconds * 1000 + MARGIN_MS,
      )
      return violation(history, 'I5', { says: 'a token was good after its time', by: late })
    },
  ]
}

/** I2: every process that is given a generation gets the same token. */
const oneBranch: Rule = (history) =>
  [
    ...group(redemptions(history), ({ answer }) => `${answer.refresh?.generation}`).values(),
  ].flatMap((same) => {
    const forms = group(same, ({ answer }) => answer.refresh?.fingerprint ?? '')
    const says = 'one generation has two tokens'
    return violation(history, 'I2', { says, by: forms.size > 1 ? same : [] })
  })

/** I4: an answer is at least as new as every answer that came before its request was sent. */
const liveAtOnce: Rule = (history) => {
  const answers = redemptions(history)
  const byArrival = answers.toSorted((one, other) => answeredAt(one) - answeredAt(other))
  let newest = 0
  let next = 0
  const behind: Exchange[] = []
  for (const exchange of answers.toSorted((one, other) => one.sentAt - other.sentAt)) {
    for (; next < byArrival.length; next++) {
      const seen = byArrival[next]
      if (seen === undefined || answeredAt(seen) >= exchange.sentAt) break
      newest = Math.max(newest, seen.answer.refresh?.generation ?? 0)
    }
    const got = exchange.answer.refresh?.generation ?? 0
    if (got < newest || got <= exchange.sent.token.generation) behind.push(exchange)
  }
  return violation(history, 'I4', { says: 'a process got a token that is not live', by: behind })
}

/** The latest moment at which this generation was replaced, as far as answers tell. */
function replacedBy(history: History, generation: number): number {
  const newer = redemptions(history).filter(
    ({ answer }) => (answer.refresh?.generation ?? 0) > generation,
  )
  return firstOf(newer.map(answeredAt))
}

function answeredAt({ answer }: Exchange): number {
  return answer?.at ?? 0
}

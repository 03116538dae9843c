/**
 * Delivers facts to endpoints: webhooks of the platform, and security events of clients. The facts
 * are the outbox: an endpoint has a cursor over them, and rows only for what did not arrive at once.
 *
 *     facts ──fact-tail──▶ walker ──select──▶ queue of its subject ──build, fetch──▶ delivered
 *                            │                     │        ▲                │
 *                            │ cursor              └─row────┴──later─────────┴──too often──▶ dead
 *
 * One process delivers to an endpoint at a time, by lease (`deliveries.ts`); if it dies, another goes
 * on from the cursor. So everything arrives at least once, and in the order of each subject.
 *
 * A channel is what a kind of endpoint adds to this: which facts, what is sent, what an answer means.
 */

import type { Fact } from '../../facts/fact.ts'
import type { Outgoing } from '../../fetching/exchange.ts'
import type { EndpointKind } from '../../store/port.ts'
import type { Endpoint } from '../../store/records.ts'

/** What a fact is to an endpoint. */
export interface Selected {
  /** The public name of the event. */
  readonly event: string
  /**
   * Events with the same subject arrive in order, and one that fails holds back those after it. A
   * person is `account:` and the id: what is kept about deliveries goes with the account.
   */
  readonly subject: string
}

/** One request, ready to be sent. */
export interface DeliveryRequest extends Outgoing {
  readonly url: string
  /** Tells the requests of one fact apart: the same in each attempt. */
  readonly part: string
}

/** An answer, read whole but for what was too long. */
export interface DeliveryAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** What an answer means. `problem` is a sentence for the operator. */
export type Verdict =
  | { readonly is: 'accepted' }
  /** It is tried again. */
  | { readonly is: 'failed'; readonly problem: string }
  /** It is not tried again: a dead letter at once. */
  | { readonly is: 'refused'; readonly problem: string }
  /** Nothing is to be sent there any more: the endpoint is disabled. */
  | { readonly is: 'gone'; readonly problem: string }

export interface Channel {
  readonly kind: EndpointKind
  /**
   * Undefined if the fact is nothing to this endpoint. Called for every fact and endpoint, so it has
   * to be quick; what has to be looked up is left to `build`.
   */
  select(endpoint: Endpoint, fact: Fact): Selected | undefined
  /**
   * What to send now, in order; nothing if there is nothing to tell after all. Called again for each
   * attempt, so a secret or a key is the one of the moment. May reject; then it is tried again.
   */
  build(endpoint: Endpoint, fact: Fact): Promise<readonly DeliveryRequest[]>
  /** The status alone says it for most; 410 and `Retry-After` are dealt with before. */
  readAnswer(answer: DeliveryAnswer): Verdict
}

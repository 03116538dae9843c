/** What a way, and perhaps a second factor, has proved, on the way to a session (`complete.ts`). */

import type { FastifyReply } from 'fastify'
import type { SignInProof } from '../../people/session.ts'
import type { Account } from '../../store/records.ts'
import type { ExternalWay, Onward } from '../../ways/way.ts'

/** Who the person is, and what they want. */
export interface Proven {
  readonly account: Account
  readonly proof: SignInProof
  readonly onward: Onward
  /** Through which they came. */
  readonly by:
    | { readonly is: 'external'; readonly way: ExternalWay }
    /** On our own page; `email` is what they typed there. */
    | {
        readonly is: 'own'
        readonly email: string
        /** Whether they asked to stay signed in. */
        readonly isKept: boolean
      }
    /** They were signed in and gave another factor. */
    | { readonly is: 'session'; readonly isKept: boolean }
  /** Shows something once the session has begun, instead of going on. */
  readonly first?: () => FastifyReply | Promise<FastifyReply>
}

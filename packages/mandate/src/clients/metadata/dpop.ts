/** Tokens that are bound to a key of the client (RFC 9449 §5.2). */

import { flag } from './field.ts'

export const dpopFields = {
  dpop_bound_access_tokens: flag('it gets tokens only with a DPoP proof, bound to its key'),
}

/** What can be wrong with a JWT that another party signed. */
export type JwtProblem =
  /** Longer than any honest one. */
  | 'too_long'
  /** Not three parts of base64url, of which the first two are JSON objects (RFC 7519 §7.2). */
  | 'malformed'
  /** Encrypted: five parts (RFC 7516 §3.1). */
  | 'encrypted'
  /** A JWT inside a JWT (RFC 7519 §5.2). */
  | 'nested'
  /** The algorithm `none` (RFC 7518 §3.6). */
  | 'unsigned'
  /** An algorithm that is not allowed here. */
  | 'algorithm'
  /** `crit` or `b64`: no extension of JWS is understood here (RFC 7515 §4.1.11, RFC 7797 §3). */
  | 'extension'
  /** The header names its own key: `jwk`, `jku` or `x5u` (RFC 7515 §4.1.2 to §4.1.5). */
  | 'embedded_key'
  /** The `typ` of the header is another (RFC 8725 §3.11). */
  | 'typ'
  /** None of the sender's keys has this `kid`, or none is for this algorithm. */
  | 'no_key'
  | 'signature'
  | 'missing_claim'
  /** A claim is not what it has to be. */
  | 'claim'
  | 'expired'
  /** `nbf` or `iat` is in the future. */
  | 'not_yet'
  /** `iat` is too long ago. */
  | 'too_old'
  /** `exp` is too far in the future. */
  | 'too_long_valid'

/** The JWT is refused; `claim` is the claim that is missing or wrong. */
export class JwtRefused extends Error {
  override readonly name = 'JwtRefused'
  readonly problem: JwtProblem
  readonly claim: string | null

  constructor(problem: JwtProblem, claim: string | null = null) {
    super(claim === null ? problem : `${problem}: ${claim}`)
    this.problem = problem
    this.claim = claim
  }
}

/** What may be said of a text that could not be read: the problems that a sender can mend by name. */
export function formProblem({ problem }: JwtRefused) {
  switch (problem) {
    case 'unsigned':
    case 'embedded_key':
    case 'encrypted':
    case 'too_long':
      return problem
    default:
      return 'malformed'
  }
}

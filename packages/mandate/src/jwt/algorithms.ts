/** The algorithms of JWTs that other parties sign. */

/** Those that sign with a private key (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). */
export const ASYMMETRIC_ALGORITHMS = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const),
] as const

/** Those whose key is a shared secret (RFC 7518 §3.2). */
export const SYMMETRIC_ALGORITHMS = ['HS256', 'HS384', 'HS512'] as const

export type JwtAlgorithm =
  | (typeof ASYMMETRIC_ALGORITHMS)[number]
  | (typeof SYMMETRIC_ALGORITHMS)[number]

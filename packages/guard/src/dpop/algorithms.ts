/** The algorithms of a proof (RFC 9449 §7.1): asymmetric ones only. */
export const PROOF_ALGORITHMS: readonly string[] = ['ES256', 'EdDSA', 'Ed25519', 'PS256']

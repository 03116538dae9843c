import type { ServerPart } from '../server-part.ts'
import { DPOP_ALGORITHMS } from './proof.ts'

/** RFC 9449 §5.1. */
export const dpopPart: ServerPart = () => ({ dpop_signing_alg_values_supported: DPOP_ALGORITHMS })

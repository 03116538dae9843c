import { PATHS } from './metadata.ts'
import type { ServerPart } from './server-part.ts'

/** RFC 8414 §2; only while clients may register themselves. */
export const registrationPart: ServerPart = ({ settings: { clientRegistration, issuer } }) =>
  clientRegistration === 'off' ? {} : { registration_endpoint: issuer + PATHS.registration }

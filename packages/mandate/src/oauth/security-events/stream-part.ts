import { PATHS } from '../metadata.ts'
import type { ServerPart } from '../server-part.ts'

/** Where clients poll for security events; an extension, since no standard has a name for it. */
export const eventStreamPart: ServerPart = ({ settings, signing }) =>
  signing.algorithms.length === 0
    ? {}
    : { security_event_poll_uri: settings.issuer + PATHS.securityEvents }

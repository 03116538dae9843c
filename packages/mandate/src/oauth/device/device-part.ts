import { endpointsOf } from '../metadata.ts'
import type { ServerPart } from '../server-part.ts'

/** RFC 8628 §4. */
export const devicePart: ServerPart = ({ settings }) =>
  settings.deviceCodeSeconds === 0
    ? {}
    : { device_authorization_endpoint: endpointsOf(settings.issuer).deviceAuthorization }

/** What a client needs to understand security events (`oauth/security-events/`). */

import { flag } from './field.ts'

export const securityEventFields = {
  // As in Grant Management for OAuth 2.0 §3.
  grant_ids: flag('its token answers name the connection in grant_id, as security events do'),
}

/** How a client's authorization requests have to arrive (RFC 9126 §6). */

import { flag } from './field.ts'

export const requestFields = {
  require_pushed_authorization_requests: flag(
    'it has to push its authorization requests (RFC 9126)',
  ),
}

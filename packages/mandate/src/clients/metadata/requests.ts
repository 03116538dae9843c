/** How a client's authorization requests have to arrive (RFC 9126 §6), and what they may contain. */

import { flag, texts } from './field.ts'

export const requestFields = {
  require_pushed_authorization_requests: flag(
    'it has to push its authorization requests (RFC 9126)',
  ),
  // RFC 9396 §10.
  authorization_details_types: texts({
    help: 'the types of authorization details that it may ask for (RFC 9396)',
    value: 'type',
    problem: (name) =>
      !/^[\w:/.-]{1,80}$/.test(name) && 'names of types, of letters, digits and _ : / . -',
  }),
}

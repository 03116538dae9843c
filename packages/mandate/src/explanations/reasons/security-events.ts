/** Polls for security events (RFC 8936). */

import { reason } from '../definition.ts'
import { ascii } from '../description.ts'
import { text } from '../details.ts'

export const securityEventReasons = {
  poll_not_json: reason('invalid_request', {
    description: 'Send one JSON object, as application/json.',
    title: 'The poll is not a JSON object',
    happened: 'The body of the poll is not a JSON object in UTF-8, or not sent as one.',
    next: 'Send {} or the members of RFC 8936, with Content-Type: application/json.',
  }),
  poll_malformed: reason('invalid_request', {
    details: { member: text('Member'), right: text('Has to be') },
    description: ({ member, right }) => `The member ${ascii(member)} has to be ${ascii(right)}.`,
    title: 'A member of the poll is malformed',
    happened: 'A member of the poll is not what RFC 8936 says.',
    next: 'Correct the member that the error_description names.',
  }),
  no_event_stream: reason('access_denied', {
    description: 'This client has no stream of security events that is polled.',
    title: 'No stream of security events',
    happened: 'The client polled for security events, and it has no stream, or one that is pushed.',
    next: 'Ask the operator to make a stream that the client polls.',
    operator: ({ client }) => ({
      message: `Please make a stream of security events for the client ${client}, which polls for them.`,
      command: `stream create ${client} --poll`,
    }),
  }),
}

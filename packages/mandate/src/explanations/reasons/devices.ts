/** Devices that ask for access (RFC 8628). */

import { reason } from '../definition.ts'
import { moment, number } from '../details.ts'

const startAgain =
  'Ask the device authorization endpoint for new codes, and show the new user code.'

export const deviceReasons = {
  device_pending: reason('authorization_pending', {
    isRoutine: true,
    description:
      'The person has not decided yet. Go on polling, and wait for the interval between two polls.',
    title: 'Not decided yet',
    happened: 'The device polled before the person had decided.',
    next: 'Go on polling. This is the usual answer until the person allows or denies it.',
  }),
  device_polls_too_fast: reason('slow_down', {
    details: { interval: number('Seconds between two polls from now on') },
    description: ({ interval }) =>
      `The person has not decided yet, and the device polls too often. Wait ${interval} seconds between two polls from now on.`,
    title: 'Polls too often',
    happened: 'The device polled again before the interval was over.',
    next: 'Add five seconds to the interval after each slow_down, and keep the longer interval (RFC 8628 section 3.5). Count from the answer of one poll to the next request, and do not poll in two threads.',
  }),
  device_denied: reason('access_denied', {
    details: { decided_at: moment('Decided') },
    description: 'The person chose not to allow it.',
    title: 'The person said no',
    happened: 'The person saw what the device asked for, and denied it.',
    next: 'Stop polling, and tell the person that nothing was connected. They can start again on the device.',
  }),
  device_code_expired: reason('expired_token', {
    details: { expired_at: moment('Expired') },
    description: `The device code has expired. ${startAgain}`,
    title: 'Device code expired',
    happened:
      'The person did not decide in time, or the device did not collect the tokens in time.',
    next: `${startAgain} Do it when the person wants to, not in a loop.`,
  }),
  device_code_unknown: reason('invalid_grant', {
    description: `The device_code is not known here, or has been over for more than an hour. ${startAgain}`,
    title: 'Device code unknown',
    happened:
      'The device_code is not one of this server, was cut off on the way, or has been over for more than an hour.',
    next: 'Send the device_code of the answer unchanged, to the server that gave it. The user code is for the person only.',
  }),
  device_code_of_another_client: reason('invalid_grant', {
    description:
      'The device_code was given to another client. Nothing has changed for that client.',
    title: 'Device code of another client',
    happened: 'The client that polls is not the one that asked for the codes.',
    next: 'Use the same client_id at both endpoints. If you did, somebody tries the codes of another device.',
  }),
  too_many_device_requests: reason('temporarily_unavailable', {
    description:
      'Very many devices on this network have asked for codes. Try again after the time in Retry-After.',
    title: 'Too many requests for codes',
    happened: 'One network asked for more codes than its people can type.',
    next: 'Ask for codes once, when the person wants to connect the device, and keep them until they expire.',
  }),
}

/** The console, and what operators see of a running server. */

import { hostProblem, listenProblem } from '../rules.ts'
import { type Setting, USUAL_METRICS_PORT, wholeNumber } from '../setting.ts'

export const operating = {
  console_listen: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'none: the console is at the issuer' },
    meaning:
      'The address and port of a listener of its own for `/console` and `/admin`. With it, they answer ' +
      'only there. Browsers have to reach it under the issuer’s host name, because that is where ' +
      'their sign-in counts.',
    give: 'an IP address or a host name with a port, such as 127.0.0.1:9401',
    problem: (value) => listenProblem(String(value)),
  },
  console_url: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'the issuer’s host with the port of `console_listen`' },
    meaning:
      'Where browsers reach the console’s own listener, if a proxy is before it: an origin on the ' +
      'issuer’s host.',
    give: 'an origin on the issuer’s host, such as https://auth.example.com:9443',
  },
  console_requires_second_factor: {
    schema: { type: 'boolean' },
    default: true,
    meaning:
      'Whether operators need a second factor or a passkey to use the console, or the admin API in ' +
      'their own name. One without it sets it up at that sign-in.',
    give: 'true or false',
  },
  audit_days: wholeNumber({
    from: 1,
    to: 3650,
    default: 90,
    meaning:
      'How many days audit events are kept, besides today. Days are whole, in UTC. For longer, export ' +
      'them: mandate audit export.',
  }),
  activity_seconds: wholeNumber({
    from: 0,
    to: 600,
    default: 10,
    meaning:
      'How often each process adds what it has counted (requests, sign-ins, refreshes, refusals) to the ' +
      'sums that the console and `mandate audit list` show. A process that is killed loses at most this ' +
      'much; 0 counts nothing.',
  }),
  metrics_host: {
    schema: { type: 'string', minLength: 1 },
    default: '127.0.0.1',
    meaning: 'The address where `/metrics` is served; anyone who can reach it can read it.',
    give: 'an IP address or a host name, such as 127.0.0.1',
    problem: (value) => hostProblem(String(value)),
  },
  metrics_port: {
    schema: { type: 'integer', minimum: 0, maximum: 65_535 },
    default: { described: `\`${USUAL_METRICS_PORT}\` where that is free, otherwise none` },
    meaning: 'The TCP port for `/metrics`, in the Prometheus format; 0 for none.',
    give: 'a whole number from 0 to 65535',
  },
  log_level: {
    schema: {
      type: 'string',
      minLength: 1,
      enum: ['debug', 'info', 'warn', 'error', 'silent'],
    },
    default: 'info',
    meaning: 'The minimum log level.',
    give: 'debug, info, warn, error or silent',
  },
} as const satisfies Record<string, Setting>

/** Requests as bytes: mostly HTTP, then damaged, cut into pieces, sent back to back. */

import fc from 'fast-check'
import { textOf } from '../hostile-text.ts'
import type { Sending } from './connection.ts'

/** Part of every value that is secret because of where it is. No log and no answer may show it. */
export const CANARY = 'zq9canary7xw'

const paths = [
  '/oauth2/authorize',
  '/oauth2/token',
  '/oauth2/introspect',
  '/oauth2/revoke',
  '/sign-in',
  '/consent',
  '/sign-out',
  '/account',
  '/account/disconnect',
  '/errors/invalid_grant.abc',
  '/assets/seal.svg',
  '/.well-known/oauth-authorization-server',
  '/health/ready',
  '/',
  '*',
  '//',
  '/%',
  '/%00',
  '/oauth2/%74oken',
  '/../oauth2/token',
  'http://other.example/oauth2/token',
  'other.example:443',
]
const method = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('GET', 'POST') },
  fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'TRACE', 'CONNECT', 'QUERY', 'PRI', 'get', 'X', ''),
)
const secretNames = [
  'code',
  'client_secret',
  'password',
  'refresh_token',
  'token',
  'x[a]',
  '__proto__',
]
const openNames = [
  'grant_type',
  'client_id',
  'scope',
  'state',
  'resource',
  'decision',
  'pending',
  '',
]
const openValue = textOf('authorization_code', 'refresh_token', '%00', '%C3', '+', '=', '\xff', 'a')
const pair = fc.oneof(
  fc.constantFrom(...secretNames).map((name) => `${name}=${CANARY}`),
  fc.tuple(fc.constantFrom(...openNames), openValue).map((parts) => parts.join('=')),
)
const form = fc.array(pair, { maxLength: 6 }).map((pairs) => pairs.join('&'))
const query = form.map((text) => encodeURI(text.toWellFormed()).replaceAll('#', '%23'))
const target = fc
  .tuple(
    fc.oneof(fc.constantFrom(...paths.slice(0, 5)), fc.constantFrom(...paths)),
    fc.option(query, { nil: undefined }),
  )
  .map(([path, text]) => (text === undefined ? path : `${path}?${text}`))

const basic = `Basic ${Buffer.from(`client:${CANARY}`).toString('base64')}`
const header = fc.oneof(
  fc.constantFrom(
    `Authorization: ${basic}`,
    `authorization: Bearer ${CANARY}`,
    `Authorization: ${CANARY}`,
    `Cookie: mandate_session=${CANARY}; mandate_browser=${CANARY}`,
    `Cookie: mandate_known=${CANARY}.${CANARY}; __proto__=${CANARY}; =; ;;`,
    'Cookie: mandate_session=%E0%A4%A; mandate_browser="',
    `Idempotency-Key: "${CANARY}"`,
    `X-Secret: ${CANARY}`,
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Type: application/json',
    'Content-Type: ;;;',
    'Content-Type: application/x-www-form-urlencoded; charset=utf-7',
    'Content-Encoding: gzip',
    'Expect: 100-continue',
    'Expect: tea',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: identity',
    'Content-Length: 5',
    'Content-Length: 99999999',
    'Content-Length: -1',
    'Content-Length: 5, 5',
    'Connection: close',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Host: other.example',
    'Host: ',
    'Accept: text/html',
    'Accept-Encoding: *;q=banana',
    'X-Forwarded-For: 1.2.3.4, unknown, ::1%eth0',
    'Origin: null',
    'Sec-Fetch-Site: cross-site',
    'Range: bytes=0-,-1',
    ' folded: line',
    'no colon here',
    'Bad Name: x',
    ': nameless',
    'Nul: \0',
    'High: \xff\xfe',
  ),
  fc
    .tuple(
      fc.constantFrom('X-Long: ', 'Cookie: a=', 'Authorization: Basic '),
      fc.nat({ max: 20_000 }),
    )
    .map(([name, length]) => name + 'A'.repeat(length)),
)
const body = fc.oneof(
  { weight: 4, arbitrary: form },
  fc.constantFrom('5\r\nhello\r\n0\r\n\r\n', 'zz\r\n', 'ffffffffffffffff\r\n', '5;x=\0\r\nab'),
  fc.constant('A'.repeat(70_000)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
)

/** A well-formed request, whose `Content-Length` is mostly right. */
const request = fc
  .record({
    method,
    target,
    version: fc.oneof(
      { weight: 12, arbitrary: fc.constant('HTTP/1.1') },
      fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTCPCP/1.0', ''),
    ),
    host: fc.oneof({ weight: 8, arbitrary: fc.constant(['Host: 127.0.0.1']) }, fc.constant([])),
    headers: fc.oneof(fc.array(header, { maxLength: 1 }), fc.array(header, { maxLength: 5 })),
    body: fc.option(body, { nil: '' }),
    length: fc.boolean(),
  })
  .map((one) => {
    const type = 'Content-Type: application/x-www-form-urlencoded'
    const framing = one.length
      ? [type, `Content-Length: ${Buffer.byteLength(one.body, 'latin1')}`]
      : []
    const head = [
      `${one.method} ${one.target} ${one.version}`,
      ...one.host,
      ...framing,
      ...one.headers,
    ]
    return `${head.join('\r\n')}\r\n\r\n${one.body}`
  })

/** Bytes of another protocol, or of none. */
const babble = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.constantFrom(
    '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
    'SSH-2.0-x\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ),
)

interface Injury {
  readonly at: number
  readonly removed: number
  readonly added: string
}
const injury: fc.Arbitrary<Injury> = fc.record({
  at: fc.nat({ max: 600 }),
  removed: fc.nat({ max: 4 }),
  added: fc.constantFrom('', '', '\0', '\r', '\n', '\r\n', '\r\n\r\n', ' ', ':', '\xff', 'Z'),
})

function injured(text: string, injuries: readonly Injury[]): string {
  return injuries.reduce((before, { at, removed, added }) => {
    const place = at % (before.length + 1)
    return before.slice(0, place) + added + before.slice(place + removed)
  }, text)
}

/** One connection's worth: one to three requests, damaged or not, complete or cut short, in pieces. */
export const sending: fc.Arbitrary<Sending> = fc
  .record({
    requests: fc.array(fc.oneof({ weight: 9, arbitrary: request }, babble), {
      minLength: 1,
      maxLength: 3,
    }),
    injuries: fc.oneof(fc.constant([]), fc.array(injury, { maxLength: 3 })),
    kept: fc.oneof(
      { weight: 3, arbitrary: fc.constant(1) },
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    cuts: fc.array(fc.nat({ max: 2_000 }), { maxLength: 3 }),
    ending: fc.constantFrom('half-close', 'half-close', 'reset'),
  })
  .map(({ requests, injuries, kept, cuts, ending }) => {
    const text = injured(requests.join(''), injuries)
    const bytes = Buffer.from(text, 'latin1').subarray(0, Math.ceil(text.length * kept))
    const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b)]
    const chunks = places.map((from, index) =>
      bytes.subarray(from, places[index + 1] ?? bytes.length),
    )
    return { chunks, ending: ending === 'reset' ? 'reset' : 'half-close' }
  })

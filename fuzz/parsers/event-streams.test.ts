/** What receivers of security events send: polls (RFC 8936), and their streams (Shared Signals 1.0). */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '../../packages/mandate/src/explanations/refusal.ts'
import { readPollRequest } from '../../packages/mandate/src/oauth/security-events/poll-request.ts'
import {
  readState,
  readStatus,
  readStreamId,
  readStreamMembers,
  WrongMember,
} from '../../packages/mandate/src/oauth/security-events/stream-request.ts'
import { anyText, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const member = fc.oneof(
  fc.constantFrom(
    'maxEvents',
    'returnImmediately',
    'ack',
    'setErrs',
    'err',
    '__proto__',
    'constructor',
  ),
  fc.constantFrom(
    'stream_id',
    'delivery',
    'method',
    'endpoint_url',
    'authorization_header',
    'status',
  ),
  fc.constantFrom('events_requested', 'description', 'reason', 'state'),
)
const text = fc.oneof(
  anyText,
  textOf('urn:ietf:rfc:8935', 'urn:ietf:rfc:8936', 'https://', 'paused', 'invalid_request', '\r\n'),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e21, 'urn:ietf:rfc:8935', 'disabled'),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(member, tie('value')), { maxLength: 4 }).map(Object.fromEntries),
  ),
}))
/** As it comes out of the JSON of a request, so that `__proto__` is an ordinary member. */
const body = fc
  .array(fc.tuple(member, value), { maxLength: 6 })
  .map((entries): Readonly<Record<string, unknown>> => {
    const members = entries.map(([name, one]) => `${JSON.stringify(name)}:${JSON.stringify(one)}`)
    return JSON.parse(`{${members.join(',')}}`)
  })

test('any poll is read within its limits, or refused', () => {
  forEvery(body, (poll) => {
    try {
      const { maxEvents, acknowledged, refused } = readPollRequest(poll)
      assert.ok(Number.isInteger(maxEvents) && maxEvents >= 0 && maxEvents <= 100)
      for (const jti of acknowledged) assert.equal(typeof jti, 'string')
      for (const { err } of refused) assert.match(err, /^[a-z_]{1,40}$/)
    } catch (error) {
      assert.ok(error instanceof Refusal && error.reason === 'poll_malformed', String(error))
    }
  })
})

test('any stream is read within its limits, or its wrong member is named', () => {
  const readers = [readStreamId, readStatus, readState, readStreamMembers]
  forEvery(body, (asked) => {
    for (const read of readers) {
      try {
        const found = read(asked)
        if (typeof found === 'string') assert.ok(found.length <= 1_000)
        if (typeof found !== 'object' || !('requested' in found)) continue
        const { delivery, requested = [], description = '' } = found
        assert.ok(requested.length <= 50 && description.length <= 200)
        for (const type of requested) assert.ok(type.length <= 200)
        if (delivery?.method === 'push') assert.notEqual(delivery.url, '')
      } catch (error) {
        assert.ok(error instanceof WrongMember, String(error))
        assert.match(error.member, /^(\/[a-z_]+)+$/)
      }
    }
  })
})

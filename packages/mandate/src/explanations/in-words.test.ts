import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reused } from '../../test/samples/explanation.ts'
import type { Details, Explanation, Standing } from '../store/records.ts'
import { explanationInWords } from './in-words.ts'

const { at } = reused

const tell = (change: Partial<Explanation>) => explanationInWords({ ...reused, ...change })

/** The facts about these details, by label. */
function factsOf(details: Details): Readonly<Record<string, string>> {
  const { facts } = tell({ reason: 'grant_unknown', details })
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]))
}

test('each thing that a check found is a fact with a name that people understand', () => {
  const found: readonly (readonly [Details, string, string | RegExp])[] = [
    [{ parameter: 'code' }, 'Parameter', 'code'],
    [{ sent: 'https://a.example' }, 'Sent', 'https://a.example'],
    [{ registered: ['https://a', 'https://b'] }, 'Expected', 'https://a\nhttps://b'],
    [{ too_much: ['admin', 'root'] }, 'Too much', 'admin root'],
    [{ possible: ['all'] }, 'Possible', 'all'],
    [{ uris: ['https://a', 'https://b'] }, 'Not possible', 'https://a\nhttps://b'],
    [{ granted: ['https://a'] }, 'Granted', 'https://a'],
    [{ count: 21 }, 'How many', '21'],
    [{ because: 'public_client' }, 'Why', /public client/],
    [{ because: 'required_by_client' }, 'Why', /PKCE required/],
    [{ because: 'method_without_challenge' }, 'Why', /without a code_challenge/],
    [{ because: 'account_disabled' }, 'Why', 'account_disabled'],
    [{ check: 'plain' }, 'Failed check', /is the challenge itself/],
    [{ check: 'hash' }, 'Failed check', /SHA-256 of the verifier is not/],
    [{ length: 5 }, 'Length of the verifier', '5'],
    [{ characters: ['=', 'U+00E9'] }, 'Characters not allowed', '= U+00E9'],
    [{ made: 'A', expected: 'B' }, 'SHA-256 of the verifier', 'A'],
    [{ made: 'A', expected: 'B' }, 'Challenge', 'B'],
    [{ loopback_port: 'any' }, 'Port', /^any/],
    [{ token_kind: 'ac' }, 'Kind of token', 'a code'],
    [{ parameters: ['code', 'scope'] }, 'In the URL', 'code scope'],
    [{ presented: 0 }, 'Presented', 'the authorization code'],
    [{ live: 2 }, 'Live', 'refresh token no. 2'],
    [{ live_since: 0 }, 'Live since', '1 January 1970 at 00:00 UTC'],
    [{ live_until: 86_400 }, 'Live until', '2 January 1970 at 00:00 UTC'],
    [{ revoked_at: 0 }, 'Ended', /1970/],
    [{ revoked_because: 'revoked_by_user' }, 'Ended because', /disconnected/],
    [{ retry_key: 'absent', retry_seconds: 0 }, 'Idempotency-Key', 'not sent'],
    [{ retry_key: 'another', retry_seconds: 0 }, 'Idempotency-Key', /^sent, not that/],
    [{ retry_key: 'absent', retry_seconds: 30 }, 'Idempotency-Key', /30 s for retries did not/],
    [{ grant: '0a' }, 'Grant', '0a'],
    [{ key: 'ffffffff' }, 'Server key', 'ffffffff'],
    [{ disabled_at: 0 }, 'Turned off', /1970/],
    [{ replaced_until: 0 }, 'Secret', /before the last rotation, .* until 1 January 1970/],
  ]
  for (const [details, label, expected] of found) {
    const value = factsOf(details)[label] ?? 'nothing'
    if (typeof expected === 'string') assert.equal(value, expected, label)
    else assert.match(value, expected, label)
  }
})

test('what was not found is not mentioned', () => {
  assert.deepEqual(Object.keys(factsOf({})), [
    ...['Reason', 'When', 'Request', 'Client', 'Client authentication'],
    ...['grant_type', 'refresh_token', 'Content type', 'User agent'],
  ])
})

test('how sure it is who sent the request stands beside the client', () => {
  const clientOf = (standing: Standing, clientId: string | null = 'client_x', reason = 'x') =>
    tell({ standing, clientId, reason }).facts.find(({ label }) => label === 'Client')?.value
  assert.equal(clientOf('authenticated'), 'client_x (authenticated)')
  assert.match(clientOf('named') ?? '', /not authenticated/)
  assert.match(clientOf('failed') ?? '', /authentication failed/)
  assert.match(clientOf('unknown') ?? '', /not checked/)
  assert.match(clientOf('unknown', 'client_x', 'unknown_client') ?? '', /not registered here/)
  assert.equal(clientOf('unknown', null), 'none named')
})

test('an API that asks for tokens is not told that it is unknown', () => {
  const { happened } = tell({ reason: 'unknown_client', clientId: 'resource_x' })
  assert.match(happened, /^The id is that of an API/)
})

test('times are told from the request on, and a clock that was set back is no riddle', () => {
  const ended = (revoked_at: number, revoked_because: string) =>
    tell({
      reason: 'grant_revoked',
      details: { presented: 2, live: 2, revoked_at, revoked_because },
    }).happened
  assert.match(
    ended(at - 7_200, 'revoked_by_client'),
    /ended 2 hours before .*: the client revoked/,
  )
  assert.match(ended(at + 5, 'revoked_by_operator'), /ended a second before .*: the operator/)
  const late = tell({
    reason: 'generation_expired',
    details: { presented: 0, live: 0, live_until: at - 120 },
  })
  assert.match(late.happened, /the authorization code, .* the request came 2 minutes later/)
})

test('a reason without a story of its own, or without its details, has its usual sentence', () => {
  assert.match(
    tell({ reason: 'generation_reused', details: {} }).happened,
    /so the grant was ended/,
  )
  assert.match(tell({ reason: 'wrong_secret', details: {} }).happened, /secret was wrong/)
  const newer = tell({ reason: 'generation_newer', details: { presented: 3, live: 1 } })
  assert.match(newer.happened, /restored from a backup/)
  // A newer version of the program may have kept it.
  const unheard = tell({ reason: 'unheard_of', details: {} })
  assert.deepEqual([unheard.happened, unheard.next], ['unheard_of', 'Ask the operator.'])
})

test('two strings are compared where something was sent that was not expected', () => {
  const { difference, facts } = tell({ details: { sent: 'https://b', registered: ['https://a'] } })
  assert.equal(difference?.character, 9)
  assert.ok(!facts.some(({ label }) => label === 'Sent' || label === 'Expected'))
  assert.equal(tell({ details: { registered: ['https://a'] } }).difference, undefined)
})

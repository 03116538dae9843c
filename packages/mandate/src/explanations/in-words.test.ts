import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reused } from '../../test/samples/explanation.ts'
import type { Details, Explanation, SenderProof } from '../store/records.ts'
import { explanationInWords } from './in-words.ts'

const { at } = reused

const tell = (change: Partial<Explanation>) => explanationInWords({ ...reused, ...change })

/** The facts about these details, by label. */
function factsOf(reason: string, details: Details): Readonly<Record<string, string>> {
  const { facts } = tell({ reason, details })
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]))
}

const common = ['Reason', 'When', 'Request', 'Client', 'Client authentication']
const sent = ['grant_type', 'refresh_token', 'Content type', 'User agent']

const state = { grant: '0a', presented: 0, live: 2, live_since: 0, live_until: 86_400 }

test('each finding is a fact with a readable label', () => {
  const found: readonly (readonly [string, Details, Readonly<Record<string, string>>])[] = [
    ['missing_parameter', { parameter: 'code' }, { Parameter: 'code' }],
    ['redirect_uri_differs', { sent: 'https://a.example' }, { Sent: 'https://a.example' }],
    [
      'foreign_page',
      { registered: ['https://a', 'https://b'] },
      { Expected: 'https://a\nhttps://b' },
    ],
    [
      'scope_wider',
      { too_much: ['admin', 'root'], possible: ['all'] },
      { 'Too much': 'admin root', Possible: 'all' },
    ],
    [
      'resource_not_granted',
      { uris: ['https://a', 'https://b'], granted: ['https://c'] },
      { 'Not possible': 'https://a\nhttps://b', Granted: 'https://c' },
    ],
    ['unknown_resource', { count: 21 }, { 'How many': '21' }],
    [
      'challenge_needed',
      { because: 'required_by_client' },
      { Why: 'the client is registered with PKCE required' },
    ],
    ['party_turned_off', { because: 'account_disabled' }, { Why: 'account_disabled' }],
    [
      'verifier_malformed',
      { length: 5, characters: ['=', 'U+00E9'] },
      { 'Length of the verifier': '5', 'Characters not allowed': '= U+00E9' },
    ],
    [
      'verifier_wrong',
      { check: 'hash', made: 'A', expected: 'B' },
      {
        'Failed check': 'the SHA-256 of the verifier is not the challenge',
        'SHA-256 of the verifier': 'A',
        Challenge: 'B',
      },
    ],
    [
      'unknown_redirect_uri',
      { sent: 'http://[::1]/x', registered: ['http://[::1]/'], loopback_port: 'any' },
      { Port: 'any, on a loopback address' },
    ],
    [
      'token_of_another_kind',
      { parameter: 'refresh_token', token_kind: 'ac' },
      { Parameter: 'refresh_token', 'Kind of token': 'a code' },
    ],
    ['parameters_in_query', { parameters: ['code', 'scope'] }, { 'In the URL': 'code scope' }],
    [
      'grant_revoked',
      { ...state, revoked_at: 0, revoked_because: 'revoked_by_user' },
      {
        Presented: 'the authorization code',
        Live: 'refresh token no. 2',
        'Live since': '1 January 1970 at 00:00 UTC',
        'Live until': '2 January 1970 at 00:00 UTC',
        Ended: '1 January 1970 at 00:00 UTC',
        'Ended because': 'the user disconnected the app',
        Grant: '0a',
      },
    ],
    ['key_retired', { grant: '0a', key: 'ffffffff' }, { Grant: '0a', 'Server key': 'ffffffff' }],
    [
      'client_turned_off',
      { proof: 'secret', disabled_at: 0 },
      { 'Turned off': '1 January 1970 at 00:00 UTC' },
    ],
    [
      'wrong_secret',
      { replaced_until: 0 },
      {
        Secret:
          'the one before the last rotation, which was good until 1 January 1970 at 00:00 UTC',
      },
    ],
    ['wrong_secret', {}, {}],
  ]
  for (const [reason, details, expected] of found) {
    const facts = factsOf(reason, details)
    const own = Object.entries(facts).filter(([label]) => ![...common, ...sent].includes(label))
    assert.deepEqual(Object.fromEntries(own), expected, reason)
  }
})

test('for a retry, the facts say whether the key was sent and that it came too late', () => {
  const told = (retry_key: string, retry_seconds: number) =>
    factsOf('generation_reused', { ...state, retry_key, retry_seconds })['Idempotency-Key'] ?? ''
  assert.equal(told('absent', 0), 'not sent')
  assert.match(told('another', 0), /^sent, not that/)
  assert.match(told('absent', 30), /30 s for retries did not/)
})

test('details that do not fit the reason are left out, and the rest is shown', () => {
  const broken: readonly (readonly [string, Details])[] = [
    ['generation_reused', {}],
    ['generation_reused', { ...state, live: 'two' }],
    ['scope_wider', { too_much: 'admin', possible: ['all'] }],
    ['unknown_redirect_uri', { sent: ['https://a'], registered: [] }],
    ['challenge_needed', { because: 'toString' }],
    ['two_client_ids', JSON.parse('null')],
  ]
  for (const [reason, details] of broken) {
    const { facts, title, happened, operator, difference } = tell({ reason, details })
    assert.deepEqual(
      facts.map(({ label }) => label),
      [...common, ...sent],
    )
    assert.notEqual(title, reason)
    assert.match(happened, /\.$/)
    assert.deepEqual([operator, difference], [undefined, undefined])
  }
})

test('the certainty of the sender is shown next to the client', () => {
  const clientOf = (standing: SenderProof, clientId: string | null = 'client_x', reason = 'x') =>
    tell({ standing, clientId, reason }).facts.find(({ label }) => label === 'Client')?.value
  assert.equal(clientOf('authenticated'), 'client_x (authenticated)')
  assert.match(clientOf('named') ?? '', /not authenticated/)
  assert.match(clientOf('failed') ?? '', /authentication failed/)
  assert.match(clientOf('unknown') ?? '', /not checked/)
  assert.match(clientOf('unknown', 'client_x', 'unknown_client') ?? '', /not registered here/)
  assert.equal(clientOf('unknown', null), 'none named')
})

test('an API that requests tokens is not called unknown', () => {
  const { happened } = tell({ reason: 'unknown_client', clientId: 'resource_x' })
  assert.match(happened, /^The id is that of an API/)
})

test('times are relative to the request, even if a clock was set back', () => {
  const ended = (revoked_at: number, revoked_because: string) =>
    tell({
      reason: 'grant_revoked',
      details: { ...state, presented: 2, revoked_at, revoked_because },
    }).happened
  assert.match(
    ended(at - 7_200, 'revoked_by_client'),
    /ended 2 hours before .*: the client revoked/,
  )
  assert.match(ended(at + 5, 'revoked_by_operator'), /ended a second before .*: the operator/)
  const late = tell({
    reason: 'generation_expired',
    details: { ...state, live: 0, live_until: at - 120 },
  })
  assert.match(late.happened, /the authorization code, .* the request came 2 minutes later/)
})

test('a reason without specific wording has its usual sentence', () => {
  assert.match(tell({ reason: 'wrong_secret', details: {} }).happened, /secret was wrong/)
  const newer = tell({ reason: 'generation_newer', details: { ...state, presented: 3 } })
  assert.match(newer.happened, /restored from a backup/)
  // A newer version of the program may have kept it.
  const unheard = tell({ reason: 'unheard_of', details: {} })
  assert.deepEqual([unheard.happened, unheard.next], ['unheard_of', 'Ask the operator.'])
})

test('two strings are compared if an unexpected one was sent', () => {
  const { difference, facts } = tell({
    reason: 'redirect_uri_differs',
    details: { sent: 'https://b', registered: ['https://a'] },
  })
  assert.equal(difference?.character, 9)
  assert.ok(!facts.some(({ label }) => label === 'Sent' || label === 'Expected'))
  const missing = { reason: 'redirect_uri_differs', details: { registered: ['https://a'] } }
  assert.equal(tell(missing).difference, undefined)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  clientIdOrNull,
  describeExcess,
  describeUris,
  redactParameters,
  redactUri,
  withoutTokens,
} from './redaction.ts'

const shown = (form: string) => redactParameters(form).map(({ name, value }) => `${name}=${value}`)

test('values that cannot be secrets are kept, for all others the length', () => {
  assert.deepEqual(
    shown('grant_type=refresh_token&refresh_token=mdt_rt_abc&scope=read+write&client_secret=s'),
    [
      'grant_type=refresh_token',
      'refresh_token=(10 characters)',
      'scope=read write',
      'client_secret=(1 character)',
    ],
  )
  assert.deepEqual(
    shown('response_type=code&state=abc&nonce=de&code_challenge_method=S256&prompt=none+login'),
    [
      'response_type=code',
      'state=(3 characters)',
      'nonce=(2 characters)',
      'code_challenge_method=S256',
      'prompt=none login',
    ],
  )
})

test('a misspelt parameter keeps its name, so that the mistake is visible', () => {
  assert.deepEqual(shown('redirect_url=https://a.example&Grant-Type=x'), [
    'redirect_url=(17 characters)',
    'Grant-Type=(1 character)',
  ])
})

test('an empty parameter is shown as empty, because it counts as missing', () => {
  assert.deepEqual(shown('code=&redirect_uri&hunter'), [
    'code=(empty)',
    'redirect_uri=(empty)',
    '(6 characters)=(empty)',
  ])
})

test('only the length of a body that is not a form is kept', () => {
  const [only, ...others] = shown('{"refresh_token":"hunter2"}')
  assert.deepEqual([only, others], ['(27 characters)=(empty)', []])
})

test('values from specifications are kept, those that look generated are not', () => {
  const urn = 'urn:ietf:params:oauth:grant-type:device_code'
  assert.deepEqual(shown(`grant_type=${urn}&response_mode=form_post&prompt=Xy12&max_age=1a`), [
    `grant_type=${urn}`,
    'response_mode=form_post',
    'prompt=(4 characters)',
    'max_age=(2 characters)',
  ])
})

test('a value in the wrong parameter is not assumed harmless', () => {
  assert.deepEqual(shown('grant_type=p%40ssword!&scope=a,"b"&client_id=hunter2&max_age=1'), [
    'grant_type=(9 characters)',
    'scope=(5 characters)',
    'client_id=(7 characters)',
    'max_age=1',
  ])
  assert.deepEqual(shown('scope=read+mdt_rt_AbC-_9&grant_type=mdt_ac_x&prompt=MDT%5FAT%5fabc'), [
    'scope=read (13 characters)',
    'grant_type=(8 characters)',
    'prompt=(10 characters)',
  ])
})

test('beyond thirty, parameters are only counted', () => {
  const form = Array.from({ length: 50 }, () => 'scope=a').join('&')
  assert.equal(shown(form).length, 31)
  assert.equal(shown(form).at(-1), '…=and 20 more')
})

test('a redirect URI keeps what is registered and loses what a response or a person added', () => {
  const registered = ['https://a.example/cb?tenant=5&x', 'https://b.example/']
  const redacted = (uri: string) => redactUri(uri, registered)
  assert.equal(redacted('https://a.example/CB?tenant=5&x'), 'https://a.example/CB?tenant=5&x')
  assert.equal(
    redacted('https://a.example/cb?tenant=6&code=abc&x#access_token=de'),
    'https://a.example/cb?tenant=(1 character)&code=(3 characters)&x#access_token=(2 characters)',
  )
  assert.equal(redacted('https://a.example/?s3cret'), 'https://a.example/?(6 characters)')
  assert.equal(
    redacted('https://a.example/?s3cret=1'),
    'https://a.example/?(6 characters)=(1 character)',
  )
  assert.equal(redacted('https://a.example/?&#'), 'https://a.example/?&#')
})

test('only the length of user information before a host is kept', () => {
  const redacted = (uri: string) => redactUri(uri, [])
  assert.equal(redacted('https://jo:pass@a.example/cb'), 'https://(7 characters)@a.example/cb')
  assert.equal(redacted('https://a@b@c.example'), 'https://(3 characters)@c.example')
  assert.equal(redacted('\\\\jo@a.example'), '\\\\(2 characters)@a.example')
  assert.equal(redacted('https://a.example/@b'), 'https://a.example/@b')
  assert.equal(redacted('a@b'), 'a@b')
})

test('what looks like a token is removed even from a value that may be kept', () => {
  assert.equal(withoutTokens('a mdt_rt_x-Y_1 b'), 'a (12 characters) b')
  assert.equal(withoutTokens('mdt%5Frt%5Fab'), '(13 characters)')
  assert.equal(withoutTokens('x eyJhbGciOiJI.eyJzdWIi.c2ln y'), 'x (26 characters) y')
  assert.equal(withoutTokens('mdt and eyJ. are words'), 'mdt and eyJ. are words')
  assert.equal(redactUri('https://a.example/mdt_at_x/y', []), 'https://a.example/(8 characters)/y')
})

test('long texts are cut', () => {
  assert.equal(redactUri(`https://${'a'.repeat(1_000)}`, []).length, 501)
  assert.equal(shown(`scope=${'a'.repeat(1_000)}`)[0]?.length, 'scope='.length + 301)
  assert.deepEqual(shown(`grant_type=${'a'.repeat(81)}`), ['grant_type=(81 characters)'])
  assert.deepEqual(shown(`${'a'.repeat(41)}=x`), ['(41 characters)=(1 character)'])
})

test('only an id in this server’s format is kept as a client id', () => {
  assert.equal(clientIdOrNull('client_aB-9_'), 'client_aB-9_')
  assert.equal(clientIdOrNull('resource_x'), 'resource_x')
  const longest = `client_${'x'.repeat(60)}`
  assert.equal(clientIdOrNull(longest), longest)
  assert.equal(clientIdOrNull(undefined), null)
  for (const text of ['', 'client_', 'hunter2', 'client_a b', 'xclient_a', `${longest}x`]) {
    assert.equal(clientIdOrNull(text), null, text)
  }
})

test('an excessive scope is described token by token', () => {
  assert.deepEqual(describeExcess(['read', 'admin', 'mdt_rt_x'], 'all read'), {
    too_much: ['admin', '(8 characters)'],
    possible: ['all', 'read'],
  })
  const many = Array.from({ length: 12 }, (_, at) => `t${at}`)
  assert.deepEqual(describeExcess(many, 'all')['too_much'], [...many.slice(0, 10), 'and 2 more'])
})

test('requested APIs are kept without their queries', () => {
  assert.deepEqual(describeUris(['https://api.example?key=abc']), {
    uris: ['https://api.example?key=(3 characters)'],
  })
})

test('no secret of ours gets through, wherever it is in a form', () => {
  const secret = fc.stringMatching(/^mdt_(ac|rt|at|cs)_[A-Za-z0-9_-]{20,60}$/)
  const name = fc.constantFrom('scope', 'redirect_uri', 'resource', 'grant_type', 'state', 'x', '')
  const around = fc.constantFrom('', ' ', 'https://a.example/?code=', 'https://a.example/', '"')
  fc.assert(
    fc.property(secret, name, around, (text, parameter, before) => {
      const form = new URLSearchParams([[parameter, before + text]]).toString()
      for (const body of [form, text, `${text}=1`, `{"token":"${text}"}`]) {
        assert.doesNotMatch(JSON.stringify(redactParameters(body)), new RegExp(text.slice(7)))
      }
    }),
  )
})

test('any text can be redacted', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (form, uri) => {
      assert.ok(redactParameters(form).length <= 31)
      assert.ok(redactUri(uri, [form]).length <= 501)
    }),
  )
})

test('every standard parameter keeps its name even if it is empty', () => {
  const words = ['grant_type', 'response_type', 'response_mode', 'code_challenge_method']
  const moreWords = ['client_assertion_type', 'token_type_hint', 'prompt', 'decision']
  const uris = ['redirect_uri', 'resource']
  const secrets = ['client_assertion', 'client_secret', 'code', 'code_challenge', 'code_verifier']
  const moreSecrets = ['login_hint', 'nonce', 'refresh_token', 'state', 'token']
  for (const name of [...words, ...moreWords]) {
    assert.deepEqual(shown(`${name}=plain`), [`${name}=plain`])
  }
  for (const name of uris) {
    const uri = 'https://a.example/cb?x=1'
    assert.deepEqual(shown(`${name}=${encodeURIComponent(uri)}`), [
      `${name}=https://a.example/cb?x=(1 character)`,
    ])
  }
  for (const name of [...secrets, ...moreSecrets]) {
    assert.deepEqual(shown(`${name}=a1`), [`${name}=(2 characters)`])
  }
  for (const name of [
    ...words,
    ...moreWords,
    ...uris,
    ...secrets,
    ...moreSecrets,
    'max_age',
    'scope',
  ]) {
    assert.deepEqual(shown(`${name}=`), [`${name}=(empty)`])
  }
  assert.deepEqual(shown('max_age=3600'), ['max_age=3600'])
  assert.deepEqual(shown('max_age=a3600'), ['max_age=(5 characters)'])
  assert.deepEqual(shown('client_id=client_aB-9_'), ['client_id=client_aB-9_'])
  assert.deepEqual(shown('client_id='), ['client_id=(empty)'])
})

test('a text at the maximum length stays whole, with nothing appended', () => {
  const thirty = Array.from({ length: 30 }, () => 'scope=a').join('&')
  assert.equal(shown(thirty).length, 30)
  assert.deepEqual(shown(`scope=${'a'.repeat(300)}`), [`scope=${'a'.repeat(300)}`])
  const ten = Array.from({ length: 10 }, (_, at) => `t${at}`)
  assert.deepEqual(describeExcess(ten, 'all')['too_much'], ten)
})

test('only the queries of registered URIs are trusted, not their beginnings', () => {
  const registered = ['https://a.example/cb?x']
  assert.equal(
    redactUri('https://b.example/?https://a.example/cb', registered),
    'https://b.example/?(20 characters)',
  )
  assert.equal(
    redactUri('https://b.example/?=b', []),
    'https://b.example/?(0 characters)=(1 character)',
  )
})

test('a JWT is removed from its first character on; a path that looks like a host has no user', () => {
  assert.equal(withoutTokens('x-eyJhbGciOiJI.eyJzdWIi'), 'x-(21 characters)')
  assert.equal(withoutTokens('www.example.org'), 'www.example.org')
  assert.equal(redactUri('a/b//jo@c', []), 'a/b//jo@c')
})

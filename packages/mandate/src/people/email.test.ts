import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emailKey, emailKeys, isEmail, mailboxKey, tidyEmail } from './email.ts'

test('ordinary addresses are addresses', () => {
  for (const text of [
    'ada@example.com',
    'ada.lovelace+shop@mail.example.co.uk',
    "o'hara@example.com",
    'demo@localhost',
    'josé@bücher.example',
    `${'a'.repeat(64)}@example.com`,
  ]) {
    assert.equal(isEmail(text), true, text)
  }
})

test('what is not one address, whole and plain, is refused', () => {
  for (const text of [
    '',
    'ada',
    '@example.com',
    'ada@',
    'ada@@example.com',
    'ada@example.com@evil.test',
    'ada@example..com',
    'ada@-example.com',
    'ada@example.com.',
    'ada..l@example.com',
    ' ada@example.com',
    'ada@exam ple.com',
    'ada@example.com\r\nbcc: eve@evil.test',
    'ada\u0000@example.com',
    'ada\u202e@example.com',
    'ada\u00a0@example.com',
    'ada\ud800@example.com',
    'Ada <ada@example.com>',
    'ada@example.com,eve@evil.test',
    '"ada@home"@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(251)}`,
  ]) {
    assert.equal(isEmail(text), false, JSON.stringify(text))
  }
})

test('case, white space around it and the way an accent is written do not make another address', () => {
  assert.equal(emailKey(' Ada@Example.COM\n'), 'ada@example.com')
  assert.equal(emailKey('jose\u0301@example.com'), emailKey('JOS\u00c9@example.com'))
})

test('a domain in letters and in A-labels is one domain (RFC 5890 §2.3.2.1)', () => {
  assert.equal(emailKey('ada@xn--bcher-kva.example'), emailKey('Ada@B\u00dcCHER.example'))
  assert.equal(emailKey('ada@XN--BCHER-KVA.Example'), 'ada@b\u00fccher.example')
  assert.notEqual(emailKey('xn--bcher-kva@a.example'), emailKey('b\u00fccher@a.example'))
  assert.equal(emailKey('ada@xn--a.example'), 'ada@xn--a.example')
})

test('an account that is kept under A-labels is found by either spelling', () => {
  const kept = 'ada@xn--bcher-kva.example'
  for (const typed of ['Ada@b\u00fccher.example', 'ada@bu\u0308cher.example', kept]) {
    assert.ok(emailKeys(typed).includes(kept), typed)
    assert.equal(emailKeys(typed)[0], 'ada@b\u00fccher.example')
  }
  assert.deepEqual(emailKeys('Ada@Example.com'), ['ada@example.com'])
})

test('dots and tags do make another address, since they may be other people', () => {
  assert.notEqual(emailKey('a.da@example.com'), emailKey('ada@example.com'))
  assert.notEqual(emailKey('ada+1@example.com'), emailKey('ada@example.com'))
})

test('the key of a key is that key, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(emailKey(emailKey(text)), emailKey(text))
      assert.equal(mailboxKey(emailKey(text)), mailboxKey(text))
    }),
  )
})

test('aliases of one mailbox share a key, other mailboxes do not', () => {
  assert.equal(mailboxKey('Ada+Shop@example.com'), 'ada@example.com')
  assert.equal(mailboxKey('ada+a+b@example.com'), 'ada@example.com')
  assert.equal(mailboxKey('+ada@example.com'), '+ada@example.com')
  assert.equal(mailboxKey('ada'), 'ada')
  assert.notEqual(mailboxKey('a.da@example.com'), mailboxKey('ada@example.com'))
})

test('an address is kept as it was written, less the white space around it', () => {
  assert.equal(tidyEmail('  Ada@Example.com '), 'Ada@Example.com')
})

test('a text that is too long for an address costs no more than reading it', () => {
  // In order it would take seconds: the marks of each kind stand on the wrong side of the others.
  const marks = '\u0315'.repeat(16_000) + '\u0300'.repeat(16_000)
  assert.equal(isEmail(`a${marks}@example.com`), false)
  assert.equal(tidyEmail(` a${marks} `), `a${marks}`)
  assert.equal(emailKey(`A${marks}`), `a${marks}`)
  assert.equal(mailboxKey(`A${marks}`), `a${marks}`)
})

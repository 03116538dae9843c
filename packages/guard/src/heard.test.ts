import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHeard } from './heard.ts'

const token = { subject: 'jo', clientId: 'crm', tokenId: 't1', issuedAt: 10_000 }
/** Heard since well before the token was issued. */
const listening = (most?: number) => {
  const heard = createHeard(most)
  heard.begin(5_000)
  return heard
}

test('a token is vouched for if everything since before its issue was heard', () => {
  const heard = createHeard()
  assert.equal(heard.vouchesFor(token), false)
  heard.begin(5_000)
  assert.equal(heard.vouchesFor(token), true)
  // Clocks may differ by a minute.
  assert.equal(heard.vouchesFor({ ...token, issuedAt: 5_061 }), true)
  assert.equal(heard.vouchesFor({ ...token, issuedAt: 5_060 }), false)
  assert.equal(heard.vouchesFor({ ...token, tokenId: undefined }), false)
  // The stream was resumed: nothing was missed.
  heard.begin(9_999)
  assert.equal(heard.vouchesFor(token), true)
  heard.end()
  heard.begin(9_999)
  assert.equal(heard.vouchesFor(token), false)
})

test('an event that means the token leaves it to the server, and later tokens alone', () => {
  const means = [
    { subject: 'jo' },
    { clientId: 'crm' },
    { tokenId: 't1' },
    { subject: 'jo', clientId: 'crm' },
    { subject: 'jo', tokenId: 't1' },
    { clientId: 'crm', tokenId: 't1' },
    { subject: 'jo', clientId: 'crm', tokenId: 't1' },
    {},
  ]
  for (const event of means) {
    const heard = listening()
    heard.revoked({ ...event, at: 10_005 })
    assert.equal(heard.vouchesFor(token), false, JSON.stringify(event))
    assert.equal(heard.vouchesFor({ ...token, issuedAt: 10_066 }), true, JSON.stringify(event))
    heard.revoked({ ...event })
    assert.equal(heard.vouchesFor({ ...token, issuedAt: 99_999 }), false, JSON.stringify(event))
  }
  const others = [{ subject: 'al' }, { clientId: 'erp' }, { tokenId: 't2' }]
  for (const event of [...others, { subject: 'jo', clientId: 'erp' }]) {
    const heard = listening()
    heard.revoked({ ...event, at: 10_005 })
    assert.equal(heard.vouchesFor(token), true, JSON.stringify(event))
  }
})

test('an event about any client that a delegated token depends on means the token', () => {
  const delegated = { ...token, clientId: 'agent', actors: ['agent', 'helper', 'crm'] }
  for (const clientId of ['agent', 'helper', 'crm']) {
    for (const event of [{ clientId }, { subject: 'jo', clientId }]) {
      const heard = listening()
      heard.revoked({ ...event, at: 10_005 })
      assert.equal(heard.vouchesFor(delegated), false, JSON.stringify(event))
    }
  }
  const heard = listening()
  heard.revoked({ clientId: 'erp', at: 10_005 })
  heard.revoked({ subject: 'al', clientId: 'crm', at: 10_005 })
  assert.equal(heard.vouchesFor(delegated), true)
})

test('an older event that is told again does not hide a newer one', () => {
  const heard = listening()
  heard.revoked({ subject: 'jo', at: 9_990 })
  heard.revoked({ subject: 'jo', at: 6_000 })
  assert.equal(heard.vouchesFor(token), false)
})

test('with too many events the oldest go, and with them what they vouched for', () => {
  const heard = listening(2)
  for (const [index, subject] of ['a', 'b', 'c'].entries()) {
    heard.revoked({ subject, at: 9_000 + 500 * index })
  }
  assert.equal(heard.vouchesFor({ ...token, issuedAt: 9_060 }), false)
  assert.equal(heard.vouchesFor({ ...token, issuedAt: 9_061 }), true)
  assert.equal(heard.vouchesFor({ ...token, subject: 'c' }), false)
})

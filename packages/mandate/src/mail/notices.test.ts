import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '../facts/actor.ts'
import type { FactToCome } from '../facts/fact.ts'
import { noticesFor } from './notices.ts'

const owner: Actor = {
  ...{ kind: 'account', id: 'ada' },
  from: { agent: 'Firefox (Linux)', network: '203.0.113.7', language: 'sv' },
}
const others: readonly Actor[] = [
  { kind: 'operator', via: 'shell' },
  { kind: 'platform', id: 'key' },
  { kind: 'system' },
]
const accountId = 'ada'
const about = { accountId, agent: '', network: '' }
const device = { grantId: 'grant', clientId: 'client' }

const mailsOf = (fact: FactToCome, by: Actor, unit: readonly FactToCome[] = [fact]) =>
  noticesFor(fact, { by, at: 1 }, unit).map(({ input }) => input['mail'])

test('a person is told what they did to their account, or somebody in their name', () => {
  const told: readonly (readonly [FactToCome, ...string[]])[] = [
    [{ kind: 'account.password_changed', accountId }, 'password_changed'],
    [{ kind: 'sessions.ended', accountId }, 'signed_out_everywhere'],
    [{ kind: 'browser.remembered', ...about, way: 'sign_in' }, 'new_browser'],
    [{ kind: 'browser.remembered', ...about, way: 'mail' }],
    [{ kind: 'browser.remembered', ...about, way: 'password' }],
    [{ kind: 'passkey.added', accountId, name: 'Laptop' }, 'passkey_added'],
    [{ kind: 'passkey.renamed', accountId, name: 'Laptop' }],
    [{ kind: 'passkey.removed', accountId, name: 'Laptop' }, 'passkey_removed'],
    [{ kind: 'passkey.cloned', accountId, name: 'Laptop' }, 'passkey_cloned'],
    [{ kind: 'totp.added', accountId }, 'totp_added'],
    [{ kind: 'totp.removed', accountId }, 'totp_removed'],
    [{ kind: 'recovery_codes.made', accountId }, 'recovery_codes_made'],
    [{ kind: 'recovery_codes.used', accountId }, 'recovery_code_used'],
    [{ kind: 'identity.linked', accountId, provider: 'https://a.example' }, 'way_connected'],
    [{ kind: 'identity.unlinked', accountId, provider: 'https://a.example' }, 'way_disconnected'],
    [
      { kind: 'account.address_changed', accountId, linkId: 'link' },
      ...['address_changed', 'address_changed_from'],
    ],
    [{ kind: 'account.deletion_asked', accountId, deleteAfter: 2 }, 'deletion_asked'],
    [{ kind: 'account.deletion_stopped', accountId }, 'deletion_stopped'],
    [{ kind: 'device.connected', ...about, ...device, app: 'known' }, 'app_connected'],
    // It is told with the consent.
    [{ kind: 'device.connected', ...about, ...device, app: 'new' }],
    [{ kind: 'session.began', ...about }],
    [{ kind: 'grant.ended', grantId: 'grant', because: 'reuse' }, 'token_reused'],
    [{ kind: 'grant.ended', grantId: 'grant', because: 'revoked_by_user' }],
  ]
  for (const [fact, ...mails] of told) assert.deepEqual(mailsOf(fact, owner), mails, fact.kind)
})

test('recovery codes that come with the first authenticator app are not told separately', () => {
  const unit: FactToCome[] = [
    { kind: 'totp.added', accountId },
    { kind: 'recovery_codes.made', accountId },
  ]
  assert.deepEqual(
    unit.flatMap((fact) => mailsOf(fact, owner, unit)),
    ['totp_added'],
  )
})

test('what others do to many accounts at once is not told; a new password and factors are', () => {
  for (const by of others) {
    for (const fact of [
      { kind: 'account.disabled', accountId },
      { kind: 'account.enabled', accountId },
      { kind: 'account.deleted', accountId },
      { kind: 'sessions.ended', accountId },
      { kind: 'identity.linked', accountId, provider: 'https://a.example' },
      { kind: 'grants.ended', accountId, because: 'revoked_by_operator' },
    ] as const) {
      assert.deepEqual(mailsOf(fact, by), [], fact.kind)
    }
    assert.deepEqual(mailsOf({ kind: 'account.password_changed', accountId }, by), [
      'password_changed',
    ])
    assert.deepEqual(mailsOf({ kind: 'totp.removed', accountId }, by), ['totp_removed'])
  }
})

test('a job says when and from where, and contains no address of a mailbox', () => {
  const [job] = noticesFor({ kind: 'totp.added', accountId }, { by: owner, at: 7 }, [])
  assert.deepEqual(job, {
    kind: 'mail',
    input: {
      ...{ mail: 'totp_added', accountId, at: 7 },
      ...{ agent: 'Firefox (Linux)', network: '203.0.113.7', language: 'sv' },
    },
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sampleGrant } from '../../test/sample-grant.ts'
import type { DocumentPolicy } from './document-clients.ts'
import { admitGrant, admitParties, type GateAnswer, type Parties } from './gate.ts'
import { type Grant, type GrantId, subjectId } from './grant.ts'

const grant = sampleGrant({ scope: 'read write' })
const toRead = { ...grant, scope: 'read' }

test('a live grant of an enabled client and account is admitted with its whole scope', () => {
  assert.equal(scopeOf(admitGrant(grant, parties())), 'read write')
  assert.equal(scopeOf(admitParties(parties(), toRead)), 'read')
})

test('the gate is closed when the grant, the client or the account is not good, and says which', () => {
  const clientDisabled = parties({ clientDisabledAt: 0 })
  const accountDisabled = parties({ accountDisabledAt: 0 })
  const ended = { ...grant, revokedAt: 0, revokedBecause: 'reuse' } as const
  assert.deepEqual(admitGrant(grant, clientDisabled), closed('client_disabled'))
  assert.deepEqual(admitParties(clientDisabled, toRead), closed('client_disabled'))
  assert.deepEqual(admitGrant(grant, accountDisabled), closed('account_disabled'))
  assert.deepEqual(admitParties(accountDisabled, toRead), closed('account_disabled'))
  assert.deepEqual(admitGrant(ended, parties()), closed('grant_revoked'))
})

test('there is no account exactly where the client acts in its own name', () => {
  const own = { ...grant, subject: { kind: 'client' } } as const
  const other = { ...parties(), account: { id: 'another', disabledAt: null } }
  const alone = { ...parties(), account: null }
  assert.equal(scopeOf(admitGrant(own, alone)), 'read write')
  assert.deepEqual(admitGrant(own, parties()), closed('account_gone'))
  assert.deepEqual(admitGrant(grant, alone), closed('account_gone'))
  assert.deepEqual(admitGrant(grant, other), closed('account_gone'))
  const clientDisabled = { ...parties({ clientDisabledAt: 0 }), account: null }
  assert.deepEqual(admitGrant(own, clientDisabled), closed('client_disabled'))
})

test('the gate stays closed whatever moment was written down, the first second included', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom('grant', 'client', 'account'), (at, whose) => {
      const answer = admitGrant(
        { ...grant, revokedAt: whose === 'grant' ? at : null },
        parties({
          clientDisabledAt: whose === 'client' ? at : null,
          accountDisabledAt: whose === 'account' ? at : null,
        }),
      )
      assert.equal(answer.open, false)
    }),
  )
})

test('scope that the operator withdrew from the client is gone from its grants', () => {
  assert.equal(scopeOf(admitGrant(grant, parties({ scope: 'read' }))), 'read')
  assert.equal(scopeOf(admitGrant(grant, parties({ scope: 'write other read' }))), 'read write')
  for (const scope of ['other', '', 'READ', 'rea', 'read_write']) {
    assert.deepEqual(admitGrant(grant, parties({ scope })), closed('scope_withdrawn'), scope)
  }
})

test('scope that the server no longer offers is gone from every grant, whatever a client has', () => {
  assert.equal(scopeOf(admitGrant(grant, parties({ offered: { read: 'Read' } }))), 'read')
  for (const offered of [{}, { other: 'Other' }, { READ: 'Read' }]) {
    assert.deepEqual(admitGrant(grant, parties({ offered })), closed('scope_withdrawn'))
  }
  const odd = { ...grant, scope: 'toString constructor' }
  assert.deepEqual(admitGrant(odd, parties({ scope: odd.scope })), closed('scope_withdrawn'))
})

test('a delegated grant is good only while every grant above it is', () => {
  const above = (id: string, changed: Partial<Grant> = {}) =>
    sampleGrant({ id: id as GrantId, scope: 'read write', ...changed })
  const [root, middle] = [above('root'), above('middle', { parent: 'root' as GrantId })]
  const child = { ...grant, parent: middle.id }
  const through = (ancestors: readonly Grant[], changed = {}, row: Grant = child) =>
    admitGrant(row, {
      ...parties(),
      ancestors: ancestors.map((one) => ({ ...parties(changed), grant: one })),
    })
  assert.equal(scopeOf(through([middle, root])), 'read write')
  const ended = { revokedAt: 0, revokedBecause: 'revoked_by_user' } as const
  const broken: readonly GateAnswer[] = [
    through([middle, { ...root, ...ended }]),
    through([{ ...middle, ...ended }, root]),
    through([middle, root], { clientDisabledAt: 0 }),
    through([middle, root], { accountDisabledAt: 0 }),
    // A chain with a gap, in another order, or that never ends at a grant without parent.
    through([]),
    through([middle]),
    through([root]),
    through([root, middle]),
    through([middle, { ...root, parent: middle.id }]),
  ]
  for (const answer of broken) assert.deepEqual(answer, closed('delegation_ended'))
})

test('what a grant above has lost is gone from those below', () => {
  const root = sampleGrant({ id: 'root' as GrantId, scope: 'read' })
  const child = { ...grant, parent: root.id }
  const below = (scope: string, changed = {}) =>
    admitGrant(
      { ...child, scope },
      { ...parties(), ancestors: [{ ...parties(changed), grant: root }] },
    )
  assert.equal(scopeOf(below('read write')), 'read')
  assert.deepEqual(below('write'), closed('scope_withdrawn'))
  assert.deepEqual(below('read', { scope: 'other' }), closed('delegation_ended'))
})

test('a client in its own name may do what it is registered for now', () => {
  const own = { ...grant, subject: { kind: 'client' }, scope: 'read' } as const
  const alone = { ...parties({ scope: 'write other' }), account: null }
  assert.equal(scopeOf(admitGrant(own, alone)), 'write other')
  // A grant that it was delegated is as narrow as it was made, whoever the subject is.
  const child = { ...own, parent: 'root' as GrantId }
  const root = { ...grant, id: 'root' as GrantId }
  const ancestors = [{ ...parties(), grant: root }]
  assert.deepEqual(admitGrant(child, { ...alone, ancestors }), closed('scope_withdrawn'))
})

test('nothing gets through that was not granted, or that the client may not have', () => {
  const scope = fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 })
    .map((tokens) => tokens.join(' '))
  fc.assert(
    fc.property(scope, scope, (granted, allowed) => {
      const changed = { scope: allowed, offered: { a: '', b: '', c: '', d: '', e: '' } }
      const answer = admitGrant({ ...grant, scope: granted }, parties(changed))
      const both = granted.split(' ').filter((token) => allowed.split(' ').includes(token))
      assert.deepEqual(answer.open ? answer.admitted.scope.split(' ') : [], both)
    }),
  )
})

test('the tokens of a client with a document end when the settings deny its domain', () => {
  const id = 'https://agents.example/client.json'
  const ofDocument = { ...grant, clientId: id }
  const answer = (documents: DocumentPolicy, clientId = id) =>
    admitGrant(ofDocument, {
      ...{ ...parties(), client: { ...parties().client, id: clientId } },
      documents,
    })
  for (const [documents, isOpen] of [
    [{ others: 'allow', domains: {} }, true],
    [{ others: 'ask', domains: {} }, true],
    [{ others: 'deny', domains: {} }, false],
    [{ others: 'off', domains: {} }, false],
    [{ others: 'deny', domains: { 'agents.example': 'allow' } }, true],
    [{ others: 'off', domains: { 'agents.example': 'allow' } }, false],
    [{ others: 'allow', domains: { 'agents.example': 'deny' } }, false],
    [{ others: 'allow', domains: { '*.example': 'deny' } }, false],
    [{ others: 'allow', domains: { '*.agents.example': 'deny' } }, true],
    [{ others: 'deny', domains: { '*.example': 'deny', 'agents.example': 'allow' } }, true],
    [{ others: 'allow', domains: { 'agents.example:8443': 'deny' } }, true],
  ] as const) {
    assert.equal(answer(documents).open, isOpen, JSON.stringify(documents))
    // Nobody else is concerned.
    assert.equal(answer(documents, 'client_1').open, true)
  }
  const deep: DocumentPolicy = {
    others: 'deny',
    domains: { '*.example': 'deny', '*.b.example': 'allow' },
  }
  assert.equal(answer(deep, 'https://a.b.example/c').open, true)
  assert.equal(answer(deep, 'https://b.example/c').open, false)
  assert.equal(answer(deep, 'https://a.b.example:8443/c').open, false)
  // Whoever has a denied host has its other ports; an allowed one may be shared.
  for (const [domains, isOpen] of [
    [{ 'agents.example': 'deny' }, false],
    [{ '*.example': 'deny' }, false],
    [{ 'agents.example': 'deny', 'agents.example:8443': 'allow' }, true],
  ] as const) {
    const { open } = answer({ others: 'allow', domains }, 'https://agents.example:8443/c')
    assert.equal(open, isOpen, JSON.stringify(domains))
  }
  const allowed: DocumentPolicy = { others: 'deny', domains: { 'agents.example': 'allow' } }
  assert.equal(answer(allowed, 'https://agents.example:8443/c').open, false)
  const denied = answer({ others: 'off', domains: {} })
  assert.ok(!denied.open && denied.because === 'client_denied')
})

function parties(
  changed: {
    scope?: string
    clientDisabledAt?: number | null
    accountDisabledAt?: number | null
    offered?: Readonly<Record<string, string>>
  } = {},
): Parties & { readonly ancestors: [] } {
  return {
    ancestors: [],
    client: {
      id: grant.clientId,
      scope: changed.scope ?? 'read write',
      disabledAt: changed.clientDisabledAt ?? null,
    },
    account: { id: subjectId(grant), disabledAt: changed.accountDisabledAt ?? null },
    offered: changed.offered ?? { read: 'Read', write: 'Write', other: 'Other' },
    documents: { others: 'off', domains: {} },
  }
}

function closed(because: string) {
  return { open: false, because }
}

function scopeOf(answer: GateAnswer): string | undefined {
  return answer.open ? answer.admitted.scope : undefined
}

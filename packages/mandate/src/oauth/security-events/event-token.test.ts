import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { sampleGrant } from '../../../test/sample-grant.ts'
import { sampleSigningKeys } from '../../../test/sample-signing-keys.ts'
import type { Fact, NewFact } from '../../facts/fact.ts'
import type { Grant, GrantId } from '../../grants/grant.ts'
import type { ReadStore } from '../../store/read-only.ts'
import { eventTokensFor, type Hearer } from './event-token.ts'
import { EVENT_NAMES, EVENT_TYPES, type EventName } from './event-types.ts'

const AT = 1_800_000_000
const issuer = 'https://login.example'
const other = sampleGrant({
  id: '000000000002bbbbbbbbbbbbbbbbbbbb' as GrantId,
  clientId: 'client_other',
})

function contextWith(...grants: readonly Grant[]) {
  const store = {
    grants: {
      find: async (id: string) => {
        const grant = grants.find((one) => one.id === id)
        return grant && { grant }
      },
      list: async ({ clientId }: { clientId: string }) => ({
        rows: grants.filter((grant) => grant.clientId === clientId),
        next: null,
      }),
      findDetails: async () => '[{"type":"payment","limit":5}]',
    },
    sectors: { seedOf: async (sector: string) => Buffer.from(`seed of ${sector}`) },
  } as unknown as ReadStore
  const random = (bytes: number) => new Uint8Array(bytes)
  return { store, signing: sampleSigningKeys, random, settings: { issuer } }
}

const hearer = (id = 'client_sample', sector: string | null = null): Hearer => ({
  streamId: `stream of ${id}`,
  client: { id, metadata: {}, sector },
  events: EVENT_NAMES,
})
const factOf = (
  fact: NewFact,
  by: Fact['by'] = { kind: 'account', id: 'account_sample' },
): Fact => ({
  ...fact,
  ...{ id: 'fact_1', atMs: AT * 1_000 + 250, by },
})
const live = sampleGrant({ expiresAt: AT + 1_000 })
const endedThen = (change: Partial<Grant>) => ({ ...live, revokedAt: AT, ...change })
const ended = endedThen({ revokedBecause: 'revoked_by_user' })
const pair = { accountId: 'account_sample', clientId: 'client_sample' }
const endOf = (grant: Grant) =>
  factOf({ kind: 'grant.ended', grantId: grant.id, ...pair, because: 'revoked_by_user' })

interface Told {
  readonly events: Readonly<Record<string, { readonly claims?: unknown }>>
  readonly [claim: string]: unknown
}

async function told(fact: Fact, grants: readonly Grant[], to = hearer()) {
  const tokens = await eventTokensFor(contextWith(...grants), to, fact)
  return tokens.map(({ token }) => decodeJwt(token) as unknown as Told)
}
const namesOf = (claims: readonly Told[]) =>
  claims.map(({ events }) => {
    const [uri] = Object.keys(events)
    return EVENT_NAMES.find((name) => EVENT_TYPES[name] === uri)
  })

test('a token says which connection ended, when and why, and has nothing of an access or ID token', async () => {
  const [token] = await eventTokensFor(contextWith(ended), hearer(), endOf(ended))
  assert.ok(token)
  const { kid: _, ...header } = decodeProtectedHeader(token.token)
  assert.deepEqual(header, { alg: 'RS256', typ: 'secevent+jwt' })
  const { jti, txn, ...claims } = decodeJwt(token.token)
  assert.equal(jti, token.jti)
  assert.match(String(txn), /^[\w-]{22}$/)
  assert.deepEqual(claims, {
    ...{ iss: issuer, aud: 'client_sample', iat: AT, toe: AT },
    sub_id: {
      format: 'complex',
      user: { format: 'iss_sub', iss: issuer, sub: 'account_sample' },
      grant: { format: 'opaque', id: ended.id },
    },
    events: {
      [EVENT_TYPES.connection_ended]: {
        event_timestamp: AT,
        ...{ reason: 'revoked_by_user', initiating_entity: 'user' },
        reason_admin: { en: 'The person disconnected the client.' },
      },
    },
  })
})

test('each fact becomes the events that the client has to act on', async () => {
  const because = 'revoked_by_operator' as const
  const byOperator = endedThen({ revokedBecause: because })
  const loggedOut = endedThen({ revokedAt: AT + 5, revokedBecause: 'logged_out' })
  const account = { accountId: 'account_sample' }
  const rows: readonly (readonly [NewFact, Grant, readonly EventName[]])[] = [
    [{ kind: 'grants.ended', ...account, because }, byOperator, ['connection_ended']],
    [{ kind: 'grants.ended', clientId: pair.clientId, because }, live, ['connection_ended']],
    [{ kind: 'consent.withdrawn', ...pair }, ended, ['connection_ended']],
    [{ kind: 'grants.logged_out', ...pair }, live, ['session_revoked']],
    [{ kind: 'grants.logged_out', ...pair }, loggedOut, ['session_revoked', 'connection_ended']],
    [{ kind: 'account.disabled', ...account }, live, ['account_disabled']],
    [{ kind: 'account.deletion_asked', ...account, deleteAfter: 1 }, live, ['account_disabled']],
    [{ kind: 'account.deletion_stopped', ...account }, live, ['account_enabled']],
    [{ kind: 'account.deleted', ...account }, live, ['account_purged', 'connection_ended']],
    [
      { kind: 'grant.narrowed', ...pair, grantId: live.id, taken: 'admin' },
      live,
      ['token_claims_change'],
    ],
    // It ended, or was over, long before.
    [{ kind: 'grants.ended', ...account, because }, ended, []],
    [{ kind: 'consent.withdrawn', ...pair }, { ...ended, revokedAt: AT - 500 }, []],
    [{ kind: 'account.disabled', ...account }, { ...live, expiresAt: AT - 1 }, []],
    [{ kind: 'account.disabled', ...account }, { ...live, revokedAt: AT - 500 }, []],
    // Nothing that concerns a client.
    [{ kind: 'account.password_changed', ...account }, live, []],
    [{ kind: 'client.disabled', clientId: pair.clientId }, live, []],
  ]
  for (const [fact, grant, expected] of rows) {
    assert.deepEqual(namesOf(await told(factOf(fact), [grant])), expected, fact.kind)
  }
})

test('what is left after a permission or a limit was taken back is told with its new value', async () => {
  const narrowed = { kind: 'grant.narrowed', ...pair, grantId: live.id, taken: 'admin' } as const
  const [first] = await told(factOf(narrowed), [live])
  assert.deepEqual(first?.events[EVENT_TYPES.token_claims_change], {
    ...{ event_timestamp: AT, initiating_entity: 'user', claims: { scope: 'read write' } },
  })
  const lowered = { kind: 'grant.lowered', ...pair, grantId: live.id } as const
  const withDetails = { ...live, details: 'digest' as NonNullable<Grant['details']> }
  const [second] = await told(factOf(lowered), [withDetails])
  assert.deepEqual(second?.events[EVENT_TYPES.token_claims_change]?.claims, {
    authorization_details: [{ type: 'payment', limit: 5 }],
  })
})

test('a client hears nothing of the grants of another, nor of accounts without a grant of its own', async () => {
  const theirs = { ...other, revokedAt: AT, revokedBecause: 'revoked_by_user' as const }
  const about = { accountId: 'account_sample', clientId: 'client_other' }
  const ends = { kind: 'grant.ended', grantId: other.id, because: 'reuse' } as const
  const facts: readonly NewFact[] = [
    { ...ends, ...about },
    // A fact that named the wrong client would still not reveal the grant.
    { ...ends, clientId: 'client_sample' },
    { kind: 'consent.withdrawn', ...about },
    { kind: 'account.disabled', accountId: 'account_sample' },
    { kind: 'account.deleted', accountId: 'account_sample' },
    { kind: 'grants.ended', clientId: 'client_other', because: 'reuse' },
  ]
  for (const fact of facts) assert.deepEqual(await told(factOf(fact), [theirs]), [], fact.kind)
  const chosen = { ...hearer(), events: ['account_disabled'] as const }
  assert.deepEqual(await told(endOf(ended), [ended], chosen), [])
})

test('pairwise subjects reveal nothing: two clients find no value in common but the times', async () => {
  const disabled = factOf({ kind: 'account.disabled', accountId: 'account_sample' })
  const second = { ...other, expiresAt: AT + 1_000 }
  const [one] = await told(disabled, [live, second], hearer('client_sample', 'a.example'))
  const [two] = await told(disabled, [live, second], hearer('client_other', 'b.example'))
  assert.ok(one && two)
  const texts = ({ events: _, ...claims }: Told) =>
    [...JSON.stringify(claims).matchAll(/"([^",{}]{12,})"/g)].map(([, text]) => text)
  const shared = texts(one).filter((text) => texts(two).includes(text))
  assert.deepEqual(new Set(shared), new Set([issuer]))
  assert.doesNotMatch(JSON.stringify([one, two]), /account_sample|fact_1|@/)
})

test('a fact that is told again gives the same token, and one end is one token however it is told', async () => {
  const context = contextWith(ended)
  const twice = await Promise.all([1, 2].map(() => eventTokensFor(context, hearer(), endOf(ended))))
  assert.deepEqual(twice[0], twice[1])
  const withdrawn = { ...factOf({ kind: 'consent.withdrawn', ...pair }), id: 'fact_2' }
  const [again] = await eventTokensFor(context, hearer(), withdrawn)
  assert.equal(again?.jti, twice[0]?.[0]?.jti)
})

test('a verification token names the stream, repeats the state, and is sent on that stream alone', async () => {
  const clientId = 'client_sample'
  const asked = { endpointId: 'stream of client_sample', clientId, state: 'abc' }
  const fact = factOf({ kind: 'endpoint.verification_asked', ...asked })
  assert.deepEqual(await told(fact, [], { ...hearer(), streamId: 'another' }), [])
  const [claims] = await told(fact, [], { ...hearer(), events: [] })
  assert.ok(claims)
  assert.deepEqual(claims['sub_id'], { format: 'opaque', id: 'stream of client_sample' })
  const uri = 'https://schemas.openid.net/secevent/ssf/event-type/verification'
  assert.deepEqual(claims.events, { [uri]: { state: 'abc' } })
})

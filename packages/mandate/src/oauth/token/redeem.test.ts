import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { ACT, actAt } from '../../../test/act.ts'
import { openProtocol, refusalFrom, START } from '../../../test/protocol.ts'
import { SECOND_KEY } from '../../../test/sample-grant.ts'
import { deriveRedeemable } from '../../grants/derivation.ts'
import { parseToken } from '../../grants/token.ts'
import { parseParameters } from '../parameters.ts'
import { answerTokenRequest } from './token-request.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
beforeEach(async () => {
  protocol = await openProtocol()
})
const YEAR = 31_536_000

async function rowOf(token: string) {
  const { grantId } = parseToken(token) ?? assert.fail('no token')
  return (await protocol.store.grants.find(grantId))?.grant ?? assert.fail('no grant')
}

test('a response has the five members of RFC 6749 §5.1', async () => {
  const { access_token, refresh_token, ...rest } = await protocol.login()
  assert.deepEqual(rest, { scope: 'all', token_type: 'bearer', expires_in: 300 })
  const access = parseToken(access_token)
  assert.ok(access?.kind === 'at')
  assert.deepEqual(
    [access.generation, access.issuedAt, access.expiresAt, access.narrowing],
    [1, START, START + 300, null],
  )
  assert.equal(parseToken(refresh_token)?.kind, 'rt')
})

test('text that is not a token, or a token of another kind, is not a grant', async () => {
  const code = await protocol.code()
  const { refresh_token, access_token } = await protocol.login()
  for (const [act, reason] of [
    [protocol.refresh('x'), 'token_malformed'],
    [protocol.exchange('x'), 'token_malformed'],
    [protocol.refresh(code), 'token_of_another_kind'],
    [protocol.refresh(access_token), 'token_of_another_kind'],
    [protocol.exchange(refresh_token), 'token_of_another_kind'],
  ] as const) {
    assert.equal((await refusalFrom(act)).reason, reason)
  }
})

test('for another client’s token, only what its text says is reported', async () => {
  const other = await protocol.register()
  const { refresh_token } = await protocol.login()
  const grant = await rowOf(refresh_token)
  const { keys } = protocol.context
  const live = { generation: 1, keyId: grant.keyId }
  const presented = { grant: grant.id, presented: 1 }
  const foreign = await refusalFrom(protocol.refresh(refresh_token, {}, other))
  assert.deepEqual([foreign.reason, foreign.details], ['token_of_another_client', presented])
  const forged = deriveRedeemable(keys, { ...grant, seed: new Uint8Array(32) }, live)
  const refused = await refusalFrom(protocol.refresh(forged))
  assert.deepEqual([refused.reason, refused.details], ['token_forged', presented])
  const id = `${grant.id.slice(0, -1)}${grant.id.endsWith('0') ? '1' : '0'}` as typeof grant.id
  const unknown = await refusalFrom(
    protocol.refresh(deriveRedeemable(keys, { ...grant, id }, live)),
  )
  assert.equal(unknown.reason, 'grant_unknown')
  assert.equal((await rowOf(refresh_token)).revokedAt, null)
})

test('an old generation ends the grant, and the refusal has all the details', async () => {
  const first = await protocol.login()
  protocol.clock.time += 5
  await protocol.refresh(first.refresh_token)
  protocol.clock.time += 5
  const { id } = await rowOf(first.refresh_token)
  const state = { live: 2, live_since: START + 5, live_until: START + 5 + YEAR }
  const reused = await refusalFrom(protocol.refresh(first.refresh_token))
  assert.equal(reused.reason, 'generation_reused')
  assert.deepEqual(reused.details, {
    ...{ grant: id, presented: 1, ...state },
    ...{ retry_key: 'absent', retry_seconds: 0 },
  })
  assert.equal((await rowOf(first.refresh_token)).revokedBecause, 'reuse')
  const after = await refusalFrom(protocol.refresh(first.refresh_token))
  assert.equal(after.reason, 'grant_revoked')
  assert.deepEqual(after.details, {
    ...{ grant: id, presented: 1, ...state },
    ...{ revoked_at: START + 10, revoked_because: 'reuse' },
  })
  assert.deepEqual(after.addressee, {
    clientId: protocol.party.client.id,
    standing: 'authenticated',
  })
})

test('a key that differs from the last one is reported as such', async () => {
  const { refresh_token } = await protocol.login()
  const form = { grant_type: 'refresh_token', refresh_token }
  const next = await protocol.token(form, { retryKey: ['one'] })
  const again = await protocol.token(form, { retryKey: ['one'] })
  assert.equal(again.refresh_token, next.refresh_token)
  const refusal = await refusalFrom(protocol.token(form, { retryKey: ['two'] }))
  assert.equal(refusal.details['retry_key'], 'another')
})

test('a client with a retry window gets the same successor within it', async () => {
  const patient = await protocol.register({ refreshRetrySeconds: 30 })
  const { refresh_token } = await protocol.login({}, patient)
  const next = await protocol.refresh(refresh_token, {}, patient)
  protocol.clock.time += 29
  const again = await protocol.refresh(refresh_token, {}, patient)
  assert.equal(again.refresh_token, next.refresh_token)
  protocol.clock.time += 1
  const late = await refusalFrom(protocol.refresh(refresh_token, {}, patient))
  assert.deepEqual(late.details['retry_seconds'], 30)
})

test('a code lives a minute and a refresh token a year, both to the second', async () => {
  const code = await protocol.code()
  const spare = await protocol.code()
  protocol.clock.time = START + 59
  const { refresh_token } = await protocol.exchange(code)
  protocol.clock.time = START + 60
  const late = await refusalFrom(protocol.exchange(spare))
  assert.equal(late.reason, 'generation_expired')
  assert.deepEqual(late.details, {
    ...{ grant: (await rowOf(spare)).id, presented: 0 },
    ...{ live: 0, live_since: START, live_until: START + 60 },
  })
  protocol.clock.time = START + 59 + YEAR - 1
  const last = await protocol.refresh(refresh_token)
  protocol.clock.time += YEAR
  assert.equal(
    (await refusalFrom(protocol.refresh(last.refresh_token))).reason,
    'generation_expired',
  )
})

test('nothing outlives the maximum lifetime of a grant, if there is one', async () => {
  protocol.settings.grantSeconds = 1_000
  const { refresh_token } = await protocol.login()
  assert.equal((await rowOf(refresh_token)).expiresAt, START + 1_000)
  protocol.clock.time = START + 900
  const next = await protocol.refresh(refresh_token)
  assert.equal(next.expires_in, 100)
  assert.equal((await rowOf(refresh_token)).expiresAt, START + 1_000)
  // A limit made shorter since holds as well.
  protocol.settings.grantSeconds = 900
  assert.equal(
    (await refusalFrom(protocol.refresh(next.refresh_token))).reason,
    'generation_expired',
  )
  protocol.settings.grantSeconds = 901
  assert.equal((await protocol.refresh(next.refresh_token)).expires_in, 1)
})

test('a generation that the row has not reached is refused and ends nothing', async () => {
  const { refresh_token } = await protocol.login()
  const grant = await rowOf(refresh_token)
  const live = { generation: 2, keyId: grant.keyId }
  const newer = deriveRedeemable(protocol.context.keys, grant, live)
  assert.equal((await refusalFrom(protocol.refresh(newer))).reason, 'generation_newer')
  await protocol.refresh(refresh_token)
})

test('a disabled account, a disabled client and a withdrawn scope each have a reason', async () => {
  const { refresh_token } = await protocol.login()
  const { id } = protocol.party.client
  await protocol.store.accounts.disable('account_jo', actAt(START))
  assert.equal((await refusalFrom(protocol.refresh(refresh_token))).reason, 'account_disabled')
  await protocol.store.accounts.enable('account_jo', ACT)
  await protocol.store.clients.update(id, { scope: 'read' }, ACT)
  const withdrawn = await refusalFrom(protocol.refresh(refresh_token))
  assert.deepEqual([withdrawn.reason, withdrawn.details['live']], ['scope_withdrawn', 1])
  await protocol.store.clients.update(id, { scope: 'all' }, ACT)
  await protocol.refresh(refresh_token)
})

test('a successor is derived with its own key on a retry, and is lost with that key', async () => {
  const { refresh_token } = await protocol.login()
  const form = { grant_type: 'refresh_token', refresh_token }
  const next = await protocol.token(form, { retryKey: ['one'] })
  const { keys } = protocol.context
  const again = async (ring: typeof keys, refresh_token = form.refresh_token) => {
    const { id, secret } = { id: protocol.party.client.id, secret: protocol.party.secret ?? '' }
    const body = new URLSearchParams({
      ...{ ...form, refresh_token },
      ...{ client_id: id, client_secret: secret },
    })
    return answerTokenRequest(
      { ...protocol.context, keys: ring },
      {
        ...{ authorization: [], dpop: [], retryKey: ['one'], query: parseParameters('') },
        body: parseParameters(body.toString()),
      },
    )
  }
  const rotated = await again({ ...keys, current: SECOND_KEY })
  assert.equal(rotated.refresh_token, next.refresh_token)

  // The row's own key is gone from the file, the presented token's is still there.
  const { id, scope } = await rowOf(refresh_token)
  const kept = { details: null, redeemedAt: START, recentRedemptions: null }
  const step = { id, scope, from: 2, to: 3, expiresAt: START + YEAR, ...kept }
  const { retryKeyHash } = await rowOf(refresh_token)
  await protocol.store.grants.advance({ ...step, keyId: SECOND_KEY, retryKeyHash })
  const live = deriveRedeemable(keys, await rowOf(refresh_token), {
    generation: 2,
    keyId: keys.current,
  })
  const left = { current: keys.current, secrets: new Map([...keys.secrets].slice(0, 1)) }
  const retired = await refusalFrom(again(left, live))
  assert.deepEqual(
    [retired.reason, retired.details],
    ['key_retired', { grant: id, key: SECOND_KEY }],
  )
})

test('of two simultaneous redemptions one wins, and the other is judged by its result', async () => {
  const { refresh_token } = await protocol.login()
  const both = await Promise.allSettled([
    protocol.refresh(refresh_token),
    protocol.refresh(refresh_token),
  ])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  assert.equal((await rowOf(refresh_token)).revokedBecause, 'reuse')
})

test('a request that keeps losing the compare-and-set is refused in the end', async () => {
  const { refresh_token } = await protocol.login()
  const { store } = protocol.context
  let lost = 0
  const grants = {
    find: (id: Parameters<typeof store.grants.find>[0]) => store.grants.find(id),
    advance: async () => {
      lost++
      return false
    },
  }
  const context = {
    ...protocol.context,
    store: { ...store, clients: store.clients, resources: store.resources, grants },
  } as unknown as typeof protocol.context
  const { client, secret } = protocol.party
  const body = new URLSearchParams({
    ...{ grant_type: 'refresh_token', refresh_token },
    ...{ client_id: client.id, client_secret: secret ?? '' },
  })
  const refusal = await refusalFrom(
    answerTokenRequest(context, {
      ...{ authorization: [], dpop: [], retryKey: [], query: parseParameters('') },
      body: parseParameters(body.toString()),
    }),
  )
  assert.deepEqual([refusal.reason, lost], ['generation_reused', 4])
})

test('a bound refresh token without its key is refused, used or not, and its grant lives on', async () => {
  const { refresh_token } = await protocol.login()
  const grant = await rowOf(refresh_token)
  const confirmation = { by: 'dpop', thumbprint: 'A'.repeat(43) } as const
  const bound = deriveRedeemable(protocol.context.keys, grant, { ...grant, confirmation })
  const refused = async () => (await refusalFrom(protocol.refresh(bound))).reason
  assert.equal(await refused(), 'bound_without_proof')
  const next = await protocol.refresh(refresh_token)
  assert.equal(await refused(), 'bound_without_proof')
  await protocol.refresh(next.refresh_token)
})

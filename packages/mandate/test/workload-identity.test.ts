/**
 * Clients without a secret: the token that a platform gives its workload is the client assertion. The
 * tokens have the shapes that Kubernetes, GitHub and GitLab give them.
 */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ACT } from './act.ts'
import { temporaryDirectory } from './command-line/mandate-process.ts'
import { type Answer, introspect, post } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { type SampleIssuer, startIssuer, trust } from './trusted-issuer.ts'

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
type Changed = Readonly<Record<string, unknown>>

let cluster: SampleIssuer
let ci: SampleIssuer
let server: RunningServer
let node: string
before(async () => {
  cluster = await startIssuer()
  ci = await startIssuer({ document: '/.well-known/oauth-authorization-server' })
  const database = join(temporaryDirectory(), 'mandate.db')
  const fetchAllowedHosts = [cluster.host, ci.host]
  server = await startServer({ database, settings: { fetchAllowedHosts } })
  node = await server.addNode()
  await trust(server, { issuer: cluster.issuer, purpose: 'workload' })
  await trust(server, { issuer: ci.issuer, purpose: 'workload', singleUse: true })
})
after(async () => {
  await server.close()
  cluster.close()
  ci.close()
})

async function newWorkload({ issuer }: SampleIssuer, subject: string, audience?: string) {
  const { client } = await server.register({
    ...{ grantTypes: ['client_credentials'], redirectUris: [] },
    metadata: {
      token_endpoint_auth_method: 'private_key_jwt',
      ...{ workload_issuer: issuer, workload_subject: subject },
      ...(audience !== undefined && { workload_audience: audience }),
    },
  })
  return client.id
}

/** A projected service account token: a list of one audience, and no `jti` before Kubernetes 1.32. */
function serviceAccountToken(changed: Changed = {}, header: Changed = {}) {
  const now = server.clock.now()
  const pod = { name: 'mailer-5d4f', uid: randomUUID() }
  const claims = {
    ...{ iss: cluster.issuer, sub: 'system:serviceaccount:shop:mailer', aud: [server.issuer] },
    ...{ iat: now, nbf: now, exp: now + 3_600 },
    'kubernetes.io': { namespace: 'shop', pod, serviceaccount: { name: 'mailer', uid: 'u-1' } },
  }
  return cluster.sign({ ...claims, ...changed }, header)
}

/** The ID token of a GitHub Actions job. */
function jobToken(changed: Changed = {}) {
  const now = server.clock.now()
  return ci.sign(
    {
      ...{ iss: ci.issuer, sub: 'repo:acme/shop:ref:refs/heads/main', aud: server.issuer },
      ...{ jti: randomUUID(), iat: now, nbf: now - 5, exp: now + 300 },
      ...{ repository: 'acme/shop', ref: 'refs/heads/main', repository_owner: 'acme' },
      ...changed,
    },
    { typ: 'JWT' },
  )
}

function ask(client_id: string, client_assertion: string, at = server.issuer): Promise<Answer> {
  const form = { grant_type: 'client_credentials', client_id }
  const proof = { client_assertion_type: TYPE, client_assertion }
  return post(`${at}/oauth2/token`, { ...form, ...proof })
}

/** The reason in the log. */
function reasonOf(answer: Answer, error = 'invalid_client'): string {
  assert.equal(answer.body['error'], error, JSON.stringify(answer.body))
  const reference = String(answer.body['error_uri']).split('/').at(-1)
  const line = server.log.find((one) => one.includes(`"reference":"${reference}"`)) ?? '{}'
  const { reason, details = {} } = JSON.parse(line)
  return [reason, details.problem, details.claim].filter(Boolean).join(' ')
}

test('a pod gets tokens with its service account token, as often as it asks, without a secret', async () => {
  const id = await newWorkload(cluster, 'system:serviceaccount:shop:mailer')
  const token = await serviceAccountToken()
  for (const at of [server.issuer, node]) {
    const { status, body } = await ask(id, token, at)
    assert.equal(status, 200, JSON.stringify(body))
    assert.equal('refresh_token' in body, false)
    const told = await introspect(server, String(body['access_token']))
    assert.deepEqual([told.body['sub'], told.body['client_id']], [id, id])
  }
  server.clock.advance(3_700)
  assert.equal(reasonOf(await ask(id, token)), 'assertion_claims expired exp')
})

test('a CI job gets a token with its ID token, once if its issuer is for single use, and by pattern', async () => {
  const id = await newWorkload(ci, 'repo:acme/*:ref:refs/heads/main')
  const token = await jobToken()
  const both = await Promise.all([ask(id, token), ask(id, token, node)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401])
  assert.equal(reasonOf(await ask(id, token)), 'assertion_used_before')
  // Without a jti, the text itself counts, whatever its signature looks like.
  const plain = await jobToken({ jti: undefined })
  assert.equal((await ask(id, plain)).status, 200)
  assert.equal(reasonOf(await ask(id, plain)), 'assertion_used_before')
  assert.ok(ci.requests.includes('/.well-known/oauth-authorization-server'))
})

test('GitLab: an audience of its own, and the subject of a project in a group', async () => {
  const sub = 'project_path:acme/shop:ref_type:branch:ref:main'
  const id = await newWorkload(
    ci,
    'project_path:acme/*:ref_type:branch:ref:main',
    'https://api.acme',
  )
  assert.equal((await ask(id, await jobToken({ sub, aud: 'https://api.acme' }))).status, 200)
  const wrong = await ask(id, await jobToken({ sub }))
  assert.equal(reasonOf(wrong), 'assertion_claims claim aud')
})

test('ATTACK another subject: of a look-alike owner, a pull request, or another namespace', async () => {
  const id = await newWorkload(ci, 'repo:acme/*:ref:refs/heads/main')
  for (const sub of [
    ...['repo:acme-evil/shop:ref:refs/heads/main', 'repo:acme/shop:pull_request'],
    ...['repo:ACME/shop:ref:refs/heads/main', 'repo:acme/shop:ref:refs/heads/main:x', ''],
  ]) {
    assert.equal(reasonOf(await ask(id, await jobToken({ sub }))), 'workload_refused subject', sub)
  }
  const pod = await newWorkload(cluster, 'system:serviceaccount:shop:mailer')
  const sub = 'system:serviceaccount:shop2:mailer'
  assert.equal(
    reasonOf(await ask(pod, await serviceAccountToken({ sub }))),
    'workload_refused subject',
  )
})

test('ATTACK another audience, or a token for several audiences', async () => {
  const id = await newWorkload(cluster, 'system:serviceaccount:shop:mailer')
  for (const aud of [
    ['https://kubernetes.default.svc'],
    [server.issuer, 'https://vault.example'],
    [],
    `${server.issuer}/`,
    undefined,
  ]) {
    const reason = reasonOf(await ask(id, await serviceAccountToken({ aud })))
    assert.match(reason, /^assertion_claims (claim|missing_claim) aud$/)
  }
})

test('ATTACK the token of another issuer, of one that is not trusted, or of none', async () => {
  const pod = await newWorkload(cluster, 'system:serviceaccount:shop:mailer')
  const other = await jobToken({ sub: 'system:serviceaccount:shop:mailer' })
  assert.equal(reasonOf(await ask(pod, other)), 'workload_refused issuer')
  const posing = await ci.sign({
    ...{ iss: cluster.issuer, sub: 'system:serviceaccount:shop:mailer', aud: [server.issuer] },
    exp: server.clock.now() + 60,
  })
  assert.match(reasonOf(await ask(pod, posing)), /^workload_refused (no_key|signature)$/)
  const stranger = await newWorkload(
    { ...ci, issuer: 'https://nobody.example' },
    'repo:acme/shop:ref:refs/heads/main',
  )
  const untrusted = await jobToken({ iss: 'https://nobody.example' })
  assert.equal(reasonOf(await ask(stranger, untrusted)), 'workload_refused not_trusted')
  const { client } = await server.register({ grantTypes: ['client_credentials'] })
  assert.equal(reasonOf(await ask(client.id, await jobToken())), 'workload_refused not_registered')
  assert.equal(reasonOf(await ask('client_nobody', await jobToken())), 'unknown_client')
})

test('ATTACK too long a life, another kind of token, or a key in the header', async () => {
  const id = await newWorkload(cluster, 'system:serviceaccount:shop:mailer')
  const exp = server.clock.now() + 3_700
  const long = await ask(id, await serviceAccountToken({ exp }))
  assert.equal(reasonOf(long), 'assertion_claims too_long_valid exp')
  const iat = server.clock.now() - 365 * 86_400
  const old = await ask(id, await serviceAccountToken({ iat, exp: server.clock.now() + 600 }))
  assert.equal(reasonOf(old), 'assertion_claims too_long_valid exp')
  const forever = await ask(id, await serviceAccountToken({ exp: undefined }))
  assert.equal(reasonOf(forever), 'assertion_claims missing_claim exp')
  const typed = await ask(id, await serviceAccountToken({}, { typ: 'at+jwt' }))
  assert.equal(reasonOf(typed), 'workload_refused typ')
  const jku = await ask(id, await serviceAccountToken({}, { jku: 'https://evil.example' }))
  assert.equal(reasonOf(jku), 'unreadable_assertion embedded_key')
})

test('an issuer that cannot be reached is 503, and a redirect, a giant or foreign metadata is no key', async (t) => {
  const lost = await startIssuer()
  t.after(lost.close)
  const id = await newWorkload(lost, 'job:1')
  await trust(server, { issuer: lost.issuer, purpose: 'workload' })
  const nodes = { fetchAllowedHosts: [lost.host] }
  const now = server.clock.now()
  const token = await lost.sign({
    ...{ iss: lost.issuer, sub: 'job:1', aud: server.issuer, iat: now, exp: now + 600 },
  })
  const document = '/.well-known/openid-configuration'
  const broken: Record<string, (response: import('node:http').ServerResponse) => void> = {
    down: (response) => response.writeHead(500).end(),
    redirect: (response) => response.writeHead(302, { location: `${ci.issuer}/keys` }).end(),
    giant: (response) => response.end(JSON.stringify({ keys: ['x'.repeat(200_000)] })),
    foreign: (response) =>
      response.end(JSON.stringify({ issuer: ci.issuer, jwks_uri: `${ci.issuer}/keys` })),
  }
  for (const [what, answer] of Object.entries(broken)) {
    lost.instead[document] = answer
    const refused = await ask(id, token, await server.addNode(nodes))
    assert.deepEqual([refused.status, what], [503, what])
    assert.equal(refused.headers.get('retry-after'), '2')
    assert.equal(
      reasonOf(refused, 'temporarily_unavailable').split(' ')[0],
      'issuer_keys_unavailable',
    )
  }
  delete lost.instead[document]
  lost.instead['/keys'] = broken['redirect'] ?? assert.fail()
  const place = await server.addNode(nodes)
  assert.equal((await ask(id, token, place)).status, 503)
  delete lost.instead['/keys']
  server.clock.advance(61)
  assert.equal((await ask(id, token, place)).status, 200)
})

test('a disabled client or issuer lets no workload in', async () => {
  const id = await newWorkload(ci, 'repo:acme/shop:ref:refs/heads/main')
  await server.store.clients.disable(id, ACT)
  assert.equal(reasonOf(await ask(id, await jobToken())), 'client_turned_off')
  const rows = await server.store.trustedIssuers.listByIssuer(ci.issuer)
  await server.store.clients.enable(id, ACT)
  await server.store.trustedIssuers.disable(rows[0]?.id ?? '', ACT)
  assert.equal(reasonOf(await ask(id, await jobToken())), 'workload_refused not_trusted')
})

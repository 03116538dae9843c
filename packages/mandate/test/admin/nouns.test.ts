/**
 * Every noun of the admin API: each operation is tried over HTTP, each answer is compared with its
 * schema in OpenAPI, and documents with those that the command line prints. An operation that no test
 * here tries makes the last one fail.
 */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { domainDocument } from '../../src/documents/client-domain.ts'
import { grantDocument, namesOf } from '../../src/documents/grant.ts'
import { issuerDocument } from '../../src/documents/issuer.ts'
import { operatorDocument } from '../../src/documents/operator.ts'
import { userDetails, userDocument } from '../../src/documents/user.ts'
import { explanationDocument } from '../../src/explanations/document.ts'
import { readGiven } from '../../src/settings/given.ts'
import { ACT } from '../act.ts'
import { exchange, refresh } from '../integrator.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { obtainCode } from '../visitor.ts'
import { type AdminAnswer, newProgram, type Program } from './program.ts'

interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, unknown>>
}

let server: RunningServer
let program: Program
// biome-ignore lint/suspicious/noExplicitAny: OpenAPI is read as any reader has it.
let api: any
let ajv: Ajv2020
const tried = new Set<string>()
/** Answers every webhook. */
const receiver = createServer((_, response) => response.writeHead(202).end('thanks'))
const hostOfReceiver = () => `127.0.0.1:${(receiver.address() as AddressInfo).port}`

before(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const environment = { MANDATE_ISSUER: 'https://id.acme.example' }
  const given = readGiven({ flags: {}, environment, workingDirectory: import.meta.dirname })
  const settings = { fetchAllowedHosts: [hostOfReceiver()] }
  server = await startServer({ settings, given })
  program = await newProgram(server)
  api = await (await fetch(`${server.issuer}/admin/openapi.json`)).json()
  ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(api, 'api')
})
after(async () => {
  await server.close()
  receiver.close()
})

/** Calls an operation by its id, and checks the answer against its description. */
async function ask(
  id: string,
  params: Readonly<Record<string, string>> = {},
  sent: Parameters<Program['call']>[2] = {},
): Promise<AdminAnswer> {
  for (const [template, methods] of Object.entries<Record<string, Operation>>(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId !== id) continue
      let path = template
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(params)) {
        const filled = path.replace(`{${name}}`, encodeURIComponent(value))
        if (filled === path) query.set(name, value)
        path = filled
      }
      const suffix = query.size === 0 ? '' : `?${query}`
      const answer = await program.call(method.toUpperCase(), path + suffix, sent)
      checkAnswer(template, method, answer)
      tried.add(id)
      return answer
    }
  }
  return assert.fail(`there is no operation ${id}`)
}

function checkAnswer(template: string, method: string, answer: AdminAnswer) {
  const { status, body } = answer
  const place = [template, method, 'responses', `${status}`]
  const described = api.paths[template][method].responses[status]
  assert.ok(described, `${method} ${template} answers ${status}: ${JSON.stringify(body)}`)
  if (status === 204) return
  const isProblem = status >= 400
  const pointer = isProblem
    ? '#/components/schemas/Problem'
    : `#/paths/${place
        .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
        .join('/')}/content/application~1json/schema`
  const check = ajv.compile({ $ref: `api${pointer}` })
  assert.ok(check(body), `${method} ${template}: ${ajv.errorsText(check.errors)}`)
}

const plain = (document: unknown) => JSON.parse(JSON.stringify(document))
const any = { 'if-match': '*' }
const status = async (answer: Promise<AdminAnswer>) => (await answer).status

test('a user from the first day to the last', async () => {
  const made = await ask('createUser', {}, { body: { username: 'ada@example.com', name: 'Ada' } })
  assert.equal(made.status, 201)
  const { sub } = made.body
  const row = await server.store.accounts.find(sub)
  assert.ok(row)
  assert.deepEqual(made.body, plain(userDocument(row)))
  assert.equal(await status(ask('createUser', {}, { body: { username: 'ADA@example.com' } })), 409)

  const list = await ask('listUsers', { username: 'ada@EXAMPLE.com' })
  assert.deepEqual(list.body.data, [made.body])
  const body = { name: 'Ada Lovelace', given_name: 'Ada', email_verified: true }
  const { headers } = await ask('updateUser', { sub }, { body, headers: any })
  const tag = { 'if-match': headers.get('etag') ?? '' }
  assert.equal((await ask('readUser', { sub })).headers.get('etag'), tag['if-match'])
  const again = await ask('updateUser', { sub }, { body: { given_name: null }, headers: tag })
  assert.equal('given_name' in again.body, false)
  assert.equal(await status(ask('updateUser', { sub }, { body, headers: tag })), 412)
  const wrong = await ask('updateUser', { sub }, { body: { birthdate: 'soon' }, headers: any })
  assert.deepEqual([wrong.status, wrong.body.field], [422, '/birthdate'])

  const identity = { provider: 'google', subject: '4711' }
  assert.equal(await status(ask('linkIdentity', { sub }, { body: identity })), 200)
  const taken = ask('linkIdentity', { sub: server.account.id }, { body: identity })
  assert.equal(await status(taken), 409)
  assert.equal((await ask('listIdentities', { sub })).body.data.length, 1)
  const details = await ask('readUser', { sub })
  const identities = await server.store.accounts.listIdentities(sub)
  const now = await server.store.accounts.find(sub)
  assert.ok(now)
  assert.deepEqual(
    details.body,
    plain(userDetails(now, { identities, sessions: [], liveGrants: 0 })),
  )
  assert.equal(await status(ask('unlinkIdentity', { sub, ...identity })), 204)

  const weak = await ask('setPassword', { sub }, { body: { password: 'password1' } })
  assert.deepEqual([weak.status, weak.body.field], [422, '/password'])
  const good = { password: 'correct horse battery staple 9' }
  assert.equal(await status(ask('setPassword', { sub }, { body: good })), 200)
  assert.match((await ask('makeResetLink', { sub })).body.link, /^http/)
  assert.equal(await status(ask('unlockUser', { sub })), 200)
  assert.equal((await ask('disableUser', { sub })).body.disabled, true)
  assert.equal((await ask('enableUser', { sub })).body.disabled, false)
  assert.equal((await ask('endAccess', { sub })).body.sessions_ended, 0)
  const other = (await ask('createUser', {}, { body: {} })).body.sub
  assert.equal((await ask('mergeUser', { sub: other }, { body: { into: sub } })).body.sub, sub)
  assert.equal(await status(ask('readUser', { sub: other })), 404)
  assert.equal(await status(ask('deleteUser', { sub })), 204)
})

test('where a user is signed in, what they allowed, and why a request was refused', async () => {
  const { sub } = { sub: server.account.id }
  const code = await obtainCode(server)
  const tokens = await exchange(server, code)
  const [session] = (await ask('listSessions', { sub })).body.data
  assert.equal(session.provider, null)
  const [grant] = (await ask('listGrants', { sub, client_id: server.client.id })).body.data
  const found = await server.store.grants.find(grant.grant_id)
  assert.ok(found)
  const names = await namesOf(server.store, [found.grant])
  const document = grantDocument(found.grant, { names, now: server.clock.now() })
  assert.deepEqual(grant, plain(document))
  const { grant_id: id } = grant
  assert.deepEqual((await ask('readGrant', { grant_id: id })).body, grant)
  assert.deepEqual((await ask('revokeGrant', { grant_id: id })).body, { revoked: true })
  assert.deepEqual((await ask('revokeGrant', { grant_id: id })).body, { revoked: false })
  await refresh(server, String(tokens.body['refresh_token']))
  const whose = { clientId: server.client.id }
  // It is kept after the answer.
  while ((await server.store.explanations.list(whose, 1)).length === 0);
  const page = (await ask('listErrors', { client_id: server.client.id, limit: '1' })).body
  assert.equal(page.data[0].error, 'invalid_grant')
  const { at } = page.data[0]
  const between = async (since: number, until: number) => {
    const range = { since: `${since}`, until: `${until}` }
    return (await ask('listErrors', range)).body.data.length
  }
  assert.deepEqual([await between(at, at + 1), await between(at + 1, at + 2)], [1, 0])
  const reference: string = page.data[0].reference
  const one = await ask('readError', { reference })
  const explanation = await server.store.explanations.find(reference.replace(/^.*\./, ''))
  assert.ok(explanation)
  assert.deepEqual(one.body, plain(explanationDocument(explanation)))
  const ended = await ask('revokeGrants', {}, { body: { sub } })
  assert.deepEqual(ended.body, { revoked: 0 })
  assert.equal((await ask('revokeGrants', {}, { body: {} })).status, 422)
  const { session_id: sessionId } = session
  assert.equal(await status(ask('endSession', { sub, session_id: sessionId })), 204)
  assert.equal(await status(ask('endSession', { sub, session_id: sessionId })), 404)
  assert.equal((await ask('signOutUser', { sub })).body.sessions_ended, 0)
})

test('clients and APIs', async () => {
  const body = { client_name: 'Acme', redirect_uris: ['https://acme.example/cb'] }
  const { client_id: id } = (await ask('createClient', {}, { body })).body
  assert.equal(await status(ask('listClients', { limit: '5' })), 200)
  const { headers } = await ask('readClient', { client_id: id })
  const tag = { 'if-match': headers.get('etag') ?? '' }
  await ask('updateClient', { client_id: id }, { body: { trusted: true }, headers: tag })
  assert.equal((await ask('rotateClientSecret', { client_id: id }, { body: {} })).status, 200)
  await ask('disableClient', { client_id: id })
  await ask('enableClient', { client_id: id })
  assert.equal(await status(ask('deleteClient', { client_id: id })), 204)
  const api = { client_name: 'Notes', resource: 'https://more.example' }
  const { client_id: apiId } = (await ask('createResource', {}, { body: api })).body
  await ask('listResources')
  const of = { client_id: apiId }
  await ask('readResource', of)
  await ask('updateResource', of, { body: { restricted: true }, headers: any })
  await ask('rotateResourceSecret', of, { body: { overlap_seconds: 0 } })
  assert.equal(await status(ask('deleteResource', of)), 204)
})

test('operators, and the last owner who stays', async () => {
  const { sub } = { sub: server.account.id }
  assert.equal((await ask('addOperator', {}, { body: { sub, role: 'owner' } })).status, 201)
  const again = ask('addOperator', {}, { body: { sub, role: 'support' } })
  assert.equal(await status(again), 409)
  assert.equal(await status(ask('setRole', { sub }, { body: { role: 'auditor' } })), 409)
  assert.equal(await status(ask('removeOperator', { sub })), 409)
  const second = await server.createAccount('second@example.com')
  await ask('addOperator', {}, { body: { sub: second.id, role: 'owner' } })
  const changed = await ask('setRole', { sub }, { body: { role: 'auditor' } })
  assert.equal(changed.body.role, 'auditor')
  const row = await server.store.operators.find(sub)
  assert.ok(row)
  const account = await server.store.accounts.find(sub)
  assert.deepEqual((await ask('readOperator', { sub })).body, plain(operatorDocument(row, account)))
  const { operators, accounts } = server.store
  const theirs = { by: { kind: 'account', id: sub }, at: server.clock.now() } as const
  await accounts.link(sub, { provider: 'door', subject: 'somebody' }, theirs)
  const waiting = (await ask('readOperator', { sub })).body
  assert.equal(waiting.unconfirmed_since, theirs.at)
  const confirmed = await ask('confirmOperator', { sub })
  assert.deepEqual([confirmed.status, confirmed.body.unconfirmed_since], [200, undefined])
  assert.equal((await operators.find(sub))?.unconfirmedSince, null)
  assert.equal(await status(ask('confirmOperator', { sub: 'nobody' })), 404)
  assert.equal((await ask('listOperators')).body.data.length, 2)
  assert.equal(await status(ask('removeOperator', { sub })), 204)
})

test('trusted issuers, domains of clients, and what the server itself is', async () => {
  const issuer = {
    name: 'Acme',
    issuer: 'https://idp.acme.example',
    purpose: 'jwt-bearer',
    clients: [{ client_id: server.client.id, scope: 'read' }],
  }
  const made = await ask('createTrustedIssuer', {}, { body: issuer })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { issuer_id: id } = made.body
  const row = await server.store.trustedIssuers.find(id)
  assert.ok(row)
  assert.deepEqual(
    (await ask('readTrustedIssuer', { issuer_id: id })).body,
    plain(issuerDocument(row)),
  )
  await ask('listTrustedIssuers')
  const change = { body: { customer: 'Acme Inc.' }, headers: any }
  assert.equal(
    (await ask('updateTrustedIssuer', { issuer_id: id }, change)).body.customer,
    'Acme Inc.',
  )
  assert.ok('disabled_at' in (await ask('disableTrustedIssuer', { issuer_id: id })).body)
  await ask('enableTrustedIssuer', { issuer_id: id })
  assert.equal(await status(ask('deleteTrustedIssuer', { issuer_id: id })), 204)

  const domain = 'claude.example'
  await ask('decideClientDomain', { domain }, { body: { decision: 'denied' } })
  const kept = await server.store.clientDomains.find(domain)
  assert.ok(kept)
  assert.deepEqual((await ask('listClientDomains')).body.data, [plain(domainDocument(kept))])
  assert.equal(await status(ask('forgetClientDomain', { domain })), 204)
  assert.equal(await status(ask('forgetClientDomain', { domain })), 404)

  const offered = (await ask('listScopes')).body.data.map((one: { scope: string }) => one.scope)
  assert.deepEqual(offered.slice(0, 3), ['all', 'read', 'write'])
  assert.equal(await status(ask('listKeys')), 200)
})

test('jobs that were given up are tried again', async () => {
  const fail = async (...names: readonly string[]) => {
    const jobs = names.map((name) => ({ kind: 'test', input: { name } }))
    const changed = { by: ACT.by, at: ACT.at, jobs }
    await server.store.accounts.update(server.account.id, { name: names.join(' ') }, changed)
    const taken = await server.store.jobs.take('test', { leaseMs: 60_000, limit: 10 })
    for (const job of taken) await server.store.jobs.giveUp(job, `no ${job.input['name']}`)
    return taken.length
  }
  assert.equal(await fail('one', 'two'), 2)
  const first = await ask('listFailedJobs', { limit: '1', kind: 'test' })
  const cursor = first.body.next_cursor
  const second = await ask('listFailedJobs', { limit: '1', kind: 'test', cursor })
  const [one, two] = [first.body.data[0], second.body.data[0]]
  const after = await ask('listFailedJobs', { since: `${one.failed_at + 1}` })
  const before = await ask('listFailedJobs', { until: `${two.failed_at}`, kind: 'test' })
  assert.deepEqual([after.body.data, before.body.data], [[], []])
  assert.deepEqual([one.problem, two.problem].toSorted(), ['no one', 'no two'])
  assert.equal((await ask('retryFailedJob', { job_id: one.job_id })).body.retried, true)
  assert.equal(await status(ask('retryFailedJob', { job_id: one.job_id })), 404)
  const others = await ask('retryFailedJobs', {}, { body: { kind: 'other' } })
  assert.deepEqual(others.body, { retried: 0 })
  assert.deepEqual((await ask('retryFailedJobs', {}, { body: {} })).body, { retried: 1 })
  assert.equal(await fail(), 2)
})

test('settings in force, and those in the database', async () => {
  const before = await ask('readDeclaredSettings')
  assert.deepEqual(before.body, { version: 0, settings: [] })
  const tag = { 'if-match': before.headers.get('etag') ?? '' }
  const body = { brand_name: 'Acme', access_token_seconds: 600 }
  const changed = await ask('updateDeclaredSettings', {}, { body, headers: tag })
  assert.deepEqual(
    changed.body.settings.map((one: { name: string; value: unknown }) => [one.name, one.value]),
    Object.entries(body),
  )
  assert.equal(await status(ask('updateDeclaredSettings', {}, { body, headers: tag })), 412)
  const inForce = (await ask('readSettings')).body
  assert.deepEqual([inForce.brand_name, inForce.access_token_seconds], ['Acme', 600])
  assert.match(inForce.sources.brand_name, /declared/)
  assert.match(inForce.sources.issuer, /MANDATE_ISSUER/)

  const now = { 'if-match': changed.headers.get('etag') ?? '' }
  const wrong = { access_token_seconds: 'long', brand_name: null }
  const refused = await ask('updateDeclaredSettings', {}, { body: wrong, headers: now })
  assert.deepEqual([refused.status, refused.body.field], [422, '/access_token_seconds'])
  const port = await ask('updateDeclaredSettings', {}, { body: { port: 1 }, headers: now })
  assert.deepEqual([port.status, port.body.field], [422, '/port'])
  const none = { brand_name: null, access_token_seconds: null }
  const withdrawn = await ask('updateDeclaredSettings', {}, { body: none, headers: now })
  assert.deepEqual(withdrawn.body, { version: 2, settings: [] })
})

test('streams of security events', async () => {
  const { client } = await server.register({})
  const whose = { client_id: client.id }
  const { body: made } = await ask('createEventStream', {}, { body: { ...whose, events: [] } })
  assert.equal(made['status'], 'enabled')
  const { body: page } = await ask('listEventStreams')
  assert.equal((page['data'] as unknown[]).length, 1)
  const { headers } = await ask('readEventStream', whose)
  const ifMatch = { 'if-match': headers.get('etag') ?? '' }
  const body = { events: ['connection_ended'] }
  const { body: changed } = await ask('updateEventStream', whose, { body, headers: ifMatch })
  assert.deepEqual(changed['events_delivered'], ['urn:mandate:security-event:connection-ended'])
  await ask('verifyEventStream', whose, { body: { state: 'hello' } })
  const paused = await ask('setEventStreamStatus', whose, { body: { status: 'paused' } })
  assert.equal(paused.body['status'], 'paused')
  await ask('deleteEventStream', whose)
})

test('attack: the address of a stream is changed, so that its agreed header is sent there', async () => {
  const { client } = await server.register({})
  const whose = { client_id: client.id }
  const agreed = { endpoint_url: 'https://1.1.1.1/events', authorization: 'Bearer agreed' }
  await ask('createEventStream', {}, { body: { ...whose, ...agreed } })
  const anyState = { 'if-match': '*' }
  const change = (body: object) => ask('updateEventStream', whose, { body, headers: anyState })
  const stolen = await change({ endpoint_url: 'https://1.0.0.1/mallory' })
  assert.equal(stolen.status, 422)
  assert.match(JSON.stringify(stolen.body), /"\/authorization"/)
  const { body: kept } = await ask('readEventStream', whose)
  assert.match(JSON.stringify(kept), /1\.1\.1\.1/)
  // With a header for the new address, or with none, it is a change like any other.
  const moved = { endpoint_url: 'https://1.0.0.1/events' }
  assert.equal((await change({ ...moved, authorization: 'Bearer another' })).status, 200)
  assert.equal((await change({ ...agreed, authorization: null })).status, 200)
  assert.equal((await change(moved)).status, 200)
})

test('webhooks, and the audit events of all this', async () => {
  const url = `http://${hostOfReceiver()}/hook`
  const body = { name: 'Platform', url, events: ['user.*'] }
  const inward = { ...body, url: 'http://169.254.169.254/latest' }
  const refused = await ask('createWebhook', {}, { body: inward })
  assert.deepEqual([refused.status, refused.body.field], [422, '/url'])
  const made = await ask('createWebhook', {}, { body })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { webhook_id: id, webhook_secret: secret, ...rest } = made.body
  assert.match(secret, /^whsec_/)
  const which = { webhook_id: id }
  assert.deepEqual((await ask('readWebhook', which)).body, { webhook_id: id, ...rest })
  assert.equal((await ask('listWebhooks')).body.data.length, 1)
  const tag = { 'if-match': (await ask('readWebhook', which)).headers.get('etag') ?? '' }
  const change = { body: { events: ['client.*'] }, headers: tag }
  assert.deepEqual((await ask('updateWebhook', which, change)).body.events, ['client.*'])
  assert.equal(await status(ask('updateWebhook', which, change)), 412)
  const wrong = { body: { events: ['nothing'] }, headers: any }
  assert.equal((await ask('updateWebhook', which, wrong)).body.field, '/events')
  assert.equal((await ask('disableWebhook', which)).body.disabled_because, 'operator')
  assert.equal((await ask('enableWebhook', which)).body.disabled_because, null)
  assert.equal((await ask('rotateWebhookSecret', which, { body: {} })).status, 200)
  const reached = { webhook_id: id, status: 202, problem: null, answer: 'thanks' }
  assert.deepEqual((await ask('testWebhook', which)).body, reached)

  const [fact] = (await server.store.facts.search({ what: 'client.created' }, { limit: 1 })).facts
  const events = [`evt_${fact?.id}`]
  const again = await ask('replayWebhook', which, { body: { events } })
  assert.deepEqual(again.body, { webhook_id: id, count: 1 })
  const unknown = await ask('replayWebhook', which, { body: { events: ['evt_none'] } })
  assert.deepEqual([unknown.status, unknown.body.field], [422, '/events'])
  // A time to come must not skip what happens until then.
  const later = { since: server.clock.now() + 1_000_000 }
  const before = await server.store.endpoints.findProgress(id)
  assert.equal(await status(ask('replayWebhook', which, { body: later })), 200)
  const now = await server.store.endpoints.findProgress(id)
  assert.equal(now?.cursorMs, before?.cursorMs)
  const both = { since: 1, dead: true }
  assert.equal(await status(ask('replayWebhook', which, { body: both })), 422)
  const [delivery] = (await ask('listWebhookDeliveries', { ...which, limit: '1' })).body.data
  assert.deepEqual([delivery.event_id, delivery.state], [events[0], 'waiting'])
  assert.equal((await ask('listWebhookEventTypes')).body.data[0].title, 'user.created')
  assert.equal(await status(ask('deleteWebhook', which)), 204)

  const page = await ask('listAuditEvents', { what: 'client.', limit: '2' })
  assert.equal(page.body.data[0].by.id, `client:${program.clientId}`)
  const { next_cursor: cursor } = page.body
  const more = await ask('listAuditEvents', { what: 'client.', limit: '2', cursor })
  assert.notEqual(more.body.data[0].id, page.body.data[1].id)
  const [latest] = page.body.data
  const second = Math.floor(Date.parse(latest.at) / 1_000)
  const from = await ask('listAuditEvents', { what: latest.kind, since: `${second}` })
  assert.equal(from.body.data[0].id, latest.id)
  const upTo = await ask('listAuditEvents', { what: latest.kind, until: `${second}` })
  assert.ok(upTo.body.data.every((one: { id: string }) => one.id !== latest.id))
})

test('what is declared is planned with the places of mistakes, applied as planned, and exported', async () => {
  const declared = (decision: string) => ({
    sections: { client_domains: { 'own.example': decision } },
  })
  const wrong = await ask('planDeclaration', {}, { body: declared('maybe') })
  assert.deepEqual([wrong.status, wrong.body.field], [422, '/sections/client_domains/own.example'])
  const plan = await ask('planDeclaration', {}, { body: declared('deny') })
  const { changes, digest, makes } = plan.body
  assert.deepEqual([changes[0].id, changes[0].action, makes], ['own.example', 'add', []])
  const apply = (named: string) =>
    ask('applyDeclaration', {}, { body: { ...declared('deny'), digest: named } })
  assert.equal(await status(apply('another')), 409)
  assert.deepEqual((await apply(digest)).body, { applied: 1 })
  const { sections } = (await ask('exportDeclaration')).body
  assert.equal(sections.client_domains['own.example'], 'deny')
})

test('every operation of the description was tried', () => {
  const all = Object.values<Record<string, Operation>>(api.paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ operationId }) => operationId ?? []),
  )
  assert.deepEqual(
    all.filter((id) => !tried.has(id)),
    [],
  )
})

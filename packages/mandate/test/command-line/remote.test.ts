import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Command } from 'commander'
import { createProgram } from '../../src/cli/program.ts'
import { remoteCommands } from '../../src/cli/remote/commands.ts'
import { hereOnly } from '../../src/cli/remote/here-only.ts'
import { commandName } from '../../src/cli/remote/routed-command.ts'
import { explanationId } from '../../src/cli/shown/errors.ts'
import { hashSecret } from '../../src/clients/authentication/client-secret.ts'
import type { Permission } from '../../src/operators/permissions.ts'
import { permissionsOf } from '../../src/operators/roles.ts'
import { readGiven } from '../../src/settings/given.ts'
import { newProgram } from '../admin/program.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { commandContext, runCommand } from './run-command.ts'

const data = join(temporaryDirectory(), 'data')
let server: RunningServer

before(async () => {
  await runCommand(['user', 'create', '--init', 'ada@example.com', '--data', data])
  server = await startServer({
    database: join(data, 'mandate.db'),
    settings: { fetchAllowedHosts: ['127.0.0.1:9'] },
    given: readGiven({ flags: { data }, environment: {}, workingDirectory: data }),
  })
})
after(() => server.close())

/** Runs a command against the server, with the rights of a program. */
async function elsewhere(
  args: readonly string[],
  permissions?: readonly Permission[],
  environment: Readonly<Record<string, string>> = {},
) {
  const program = await asProgram(permissions)
  const ended = await runCommand([...args, '--server', server.issuer], {
    clock: server.clock,
    environment: { ...program, ...environment },
  })
  assert.ok(!`${ended.output}${ended.errors}`.includes(program.MANDATE_ADMIN_TOKEN))
  return ended
}

const tokens = new Map<readonly Permission[] | undefined, string>()

/** Variables with the token of a program that has these permissions; all of them by default. */
async function asProgram(permissions?: readonly Permission[]) {
  const token = tokens.get(permissions) ?? (await newProgram(server, permissions)).token
  tokens.set(permissions, token)
  return { MANDATE_ADMIN_TOKEN: token }
}

function here(args: readonly string[]) {
  return runCommand([...args, '--data', data], { clock: server.clock })
}

/** What both print, but for the way to the data in the commands that come next. */
async function same(...args: string[]): Promise<string> {
  for (const form of [[], ['--json']]) {
    const [there, local] = [await elsewhere([...args, ...form]), await here([...args, ...form])]
    assert.equal(local.code, 0, local.errors)
    assert.equal(
      there.output,
      local.output.replaceAll(`--data ${data}`, `--server ${server.issuer}`),
    )
    assert.deepEqual([there.code, there.errors], [0, local.errors])
  }
  return (await here(args)).output
}

test('a command that works elsewhere, or never will, is one that there is', async () => {
  const names: string[] = []
  const walk = (command: Command): void => {
    if (command.commands.length === 0) names.push(commandName(command))
    for (const one of command.commands) walk(one)
  }
  walk(await createProgram(commandContext()))
  const known = [...Object.keys(remoteCommands), ...Object.keys(hereOnly)]
  assert.deepEqual(
    known.filter((name) => !names.includes(name)),
    [],
  )
  assert.equal(new Set(known).size, known.length, 'one command is in both tables')
})

test('what commands show of a server elsewhere is what they show here', async () => {
  await server.register({ name: 'Acme “Sync”' })
  const id = server.client.id
  assert.match(await same('client', 'list'), /Acme “Sync”/)
  assert.match(await same('resource', 'list'), /SINCE \(UTC\)/)
  assert.match(await same('user', 'list'), /ada@example\.com/)
  const few = await elsewhere(['user', 'list', '--limit', '1'])
  assert.match(few.errors, /There are more users; give a larger --limit/)
  assert.match(await same('client', 'show', id), /client_id +client_/)
  assert.match(await same('issuer', 'list'), /No issuer is trusted/)
  assert.match(await same('resource', 'show', server.resource.id), /resource +https:/)
  assert.match(await same('user', 'show', 'ada@example.com'), /password +yes\n.*live grants +none/s)
  assert.match(await same('setting', 'list'), /There are no settings in the database/)
  assert.match(await same('job', 'list'), /No job was given up/)
  assert.match(await same('webhook', 'list'), /There are no webhooks yet/)
  assert.match(await same('stream', 'list'), /No client has a stream/)
  await same('session', 'list', 'ada@example.com')
  await same('grant', 'list')
  await same('grant', 'list', '--user', 'ada@example.com', '--client', id)
  assert.match(await same('operator', 'list'), /There are no operators/)
})

test('what commands do to a server elsewhere is done there, and told in the same words', async () => {
  const id = server.client.id
  for (const [args, said] of [
    [['user', 'disable', 'ada@example.com'], /ada@example\.com is disabled/],
    [['user', 'enable', 'ada@example.com'], /ada@example\.com is enabled/],
    [['user', 'unlock', 'ada@example.com'], /can sign in from new browsers/],
    [['user', 'sign-out', 'ada@example.com'], /is signed out; 0 sessions/],
    [['client', 'disable', id], /is disabled/],
    [['client', 'enable', id], /is enabled/],
    [['grant', 'revoke', '--user', 'ada@example.com', '--yes'], /0 grants have ended/],
  ] as const) {
    assert.match(await same(...args), said)
  }
  const added = await elsewhere(['operator', 'add', 'ada@example.com', '--role', 'owner'])
  assert.equal(added.output, 'ada@example.com is an owner now.\n')
  const kept = await elsewhere(['operator', 'remove', 'ada@example.com'])
  assert.deepEqual([kept.code, /only owner/.test(kept.errors)], [1, true])
  assert.match(await same('operator', 'list'), /ada@example\.com +owner/)
  const rotated = await elsewhere([
    'client',
    'rotate-secret',
    id,
    '--overlap-seconds',
    '0',
    '--json',
  ])
  const { client_secret: secret } = JSON.parse(rotated.output)
  assert.match(secret, /^mdt_cs_/)
  const made = await server.createAccount('eve@example.com')
  const deleted = await elsewhere(['user', 'delete', made.id, '--yes'])
  assert.match(deleted.output, new RegExp(`The subject ${made.id} is never used again`))
  assert.equal(await server.store.accounts.find(made.id), undefined)
  const facts = await server.store.facts.list({ accountId: made.id }, 5)
  const [by] = facts.map((fact) => fact.by)
  assert.ok(by !== undefined && 'network' in by && by.via === 'api' && by.network === '127.0.0.1')
})

test('users and clients are made and changed elsewhere, with the words of here', async () => {
  const name = 'Night “Jobs”'
  const described = ['--name', name, '--redirect-uri', 'https://jobs.example/cb']
  const made = await elsewhere(['client', 'create', ...described, '--json'])
  assert.equal(made.code, 0, made.errors)
  const { client_id: id, client_secret: secret } = JSON.parse(made.output)
  assert.match(secret, /^mdt_cs_/)
  const text = await elsewhere(['client', 'create', '--public', ...described])
  assert.match(text.output, /kind +public\n.*Its login page/s)
  assert.match(await same('client', 'update', id, '--publisher', 'Acme'), /publisher +Acme/)
  assert.doesNotMatch(await same('client', 'update', id, '--no-publisher'), /publisher/)
  const eve = ['user', 'create', 'eve-elsewhere@example.com']
  const user = await elsewhere([...eve, '--name', 'Eve', '--json'])
  const { password, name: called, sub } = JSON.parse(user.output)
  assert.deepEqual([called, password.length > 10], ['Eve', true])
  assert.notEqual((await server.store.accounts.find(sub))?.passwordHash, null)
  assert.match((await elsewhere(eve)).errors, /^mandate: Another user has this address\.\n$/)
  const renamed = await elsewhere(['user', 'update', sub, '--name', 'Eva', '--locale', 'de'])
  assert.match(renamed.output, /^eve-elsewhere@example\.com is updated\./)
  const { profile, name: now } = (await server.store.accounts.find(sub)) ?? {}
  assert.deepEqual([now, profile?.locale], ['Eva', 'de'])
})

test('webhooks and streams are made, changed and ended elsewhere, with the words of here', async () => {
  const url = 'https://127.0.0.1:9/hook'
  const made = await elsewhere(['webhook', 'create', '--name', 'Acme', '--url', url, '--json'])
  assert.equal(made.code, 0, made.errors)
  const { webhook_id: id, webhook_secret: secret } = JSON.parse(made.output)
  assert.match(secret, /^whsec_/)
  const inwards = ['webhook', 'update', id, '--url', 'https://10.0.0.1/']
  assert.match((await elsewhere(inwards)).errors, /^mandate: .*10\.0\.0\.1/)
  const narrowed = await elsewhere(['webhook', 'update', id, '--events', 'user.*'])
  assert.equal(narrowed.output, 'Acme is changed.\n')
  assert.match(await same('webhook', 'show', id), /events +user\.\*/)
  assert.match(await same('webhook', 'deliveries', id), /Nothing waits/)
  assert.match(await same('webhook', 'disable', id), /Acme is disabled\./)
  assert.match(await same('webhook', 'replay', id, '--dead'), /0 events .* once the webhook is/)
  assert.match((await elsewhere(['webhook', 'test', id])).errors, /^mandate: /)
  const rotated = await elsewhere(['webhook', 'rotate-secret', id, '--json'])
  assert.notEqual(JSON.parse(rotated.output).webhook_secret, secret)
  assert.equal((await elsewhere(['webhook', 'delete', id, '--yes'])).output, 'Acme is deleted.\n')

  const client = server.client.id
  const push = ['--push', url, '--event', 'session_revoked', '--authorization-stdin']
  const stream = await runCommand(
    ['stream', 'create', client, ...push, '--server', server.issuer],
    { input: 'Bearer s3cret', clock: server.clock, environment: await asProgram() },
  )
  assert.equal(stream.errors, '')
  assert.match(stream.output, /pushed to +https:.*\n +events +session_revoked\n/)
  assert.ok(!stream.output.includes('s3cret'))
  assert.match(
    (await elsewhere(['stream', 'list'])).output,
    /127\.0\.0\.1:9\/hook +session_revoked +enabled/,
  )
  const all = await elsewhere(['stream', 'update', client, '--all-events'])
  assert.match(all.output, / events +all\n/)
  const paused = await elsewhere(['stream', 'pause', client])
  assert.match(paused.output, /^The stream is paused/)
  const tried = await elsewhere(['stream', 'test', client])
  assert.match(tried.errors, /The stream is paused; resume it with: mandate stream resume/)
  const gone = await elsewhere(['stream', 'delete', client, '--yes'])
  assert.equal(gone.output, 'The stream is deleted.\n')
})

test('issuers, APIs and settings are declared elsewhere, with the words of here', async () => {
  const id = server.client.id
  const about = [
    '--name',
    'Acme IdP',
    '--issuer',
    'https://idp.acme.example',
    '--for',
    'jwt-bearer',
  ]
  const bare = await elsewhere(['issuer', 'create', ...about, '--client', id])
  assert.deepEqual([bare.code, /with its scope, or --scope/.test(bare.errors)], [2, true])
  const made = await elsewhere(['issuer', 'create', ...about, '--client', `${id} read`, '--json'])
  assert.equal(made.code, 0, made.errors)
  const { issuer_id: issuer } = JSON.parse(made.output)
  await elsewhere(['issuer', 'update', issuer, '--customer', 'Acme Ltd'])
  assert.match(await same('issuer', 'show', issuer), /customer +Acme Ltd/)
  assert.match(await same('issuer', 'disable', issuer, '--yes'), /Every grant that came of it/)
  assert.match(await same('issuer', 'enable', issuer), /Acme IdP is enabled/)
  assert.match((await elsewhere(['issuer', 'delete', issuer, '--yes'])).output, /is deleted\./)

  const uri = ['--name', 'Notes', '--uri', 'https://notes.example.com']
  const api = await elsewhere(['resource', 'create', ...uri, '--needs-username', '--json'])
  const { client_id: apiId, client_secret: secret } = JSON.parse(api.output)
  assert.match(secret, /^mdt_cs_/)
  assert.match(await same('resource', 'show', apiId), /is told +the e-mail address, for grants/)
  const changed = await elsewhere(['resource', 'update', apiId, '--restricted'])
  assert.match(changed.output, /takes +only tokens that name it/)
  const gone = await elsewhere(['resource', 'delete', apiId, '--yes'])
  assert.match(gone.output, /^Notes is deleted, and its secret/)

  const set = await elsewhere(['setting', 'set', 'brand_name', 'Acme'])
  assert.match(set.output, /^Version 1 of the settings in the database has brand_name changed/)
  const again = await elsewhere(['setting', 'set', 'brand_name', 'Acme'])
  assert.match(again.output, /^Nothing changes: version 1/)
  assert.match(await same('setting', 'list'), /brand_name +Acme +operator client:/)
  assert.match((await elsewhere(['settings'])).output, /brand_name +Acme +declared by/)
  const wrong = await elsewhere(['setting', 'set', 'code_seconds', '3'])
  assert.deepEqual([wrong.code, /give a whole number/.test(wrong.errors)], [1, true])
  assert.match((await elsewhere(['setting', 'unset', 'brand_name'])).output, /^Version 2/)
  const events = await elsewhere(['audit', 'list', '--what', 'settings.', '--json'])
  assert.equal(JSON.parse(events.output).length, 2)
})

test('a file is compared and applied by the server elsewhere, under the permissions of who applies', async () => {
  const folder = temporaryDirectory()
  const write = (text: string) => writeFileSync(join(folder, 'platform.yaml'), text)
  const apply = async (permissions: readonly Permission[] | undefined, ...more: string[]) => {
    const environment = { ...(await asProgram(permissions)), HOOK: HOOK_SECRET }
    const args = ['apply', 'platform.yaml', ...more, '--server', server.issuer]
    return runCommand(args, { clock: server.clock, environment, workingDirectory: folder })
  }
  const HOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  write(`clients:
  night-jobs:
    client_name: Night jobs
    redirect_uris: [https://jobs.example/callback]
webhooks:
  Warehouse:
    url: https://127.0.0.1:9/hook
    webhook_secret: env:HOOK
`)
  const plan = await apply(undefined, '--plan')
  assert.match(plan.errors, /platform\.yaml:2:3: clients\.night-jobs: .* or run with --new-secrets/)
  const tried = await apply(undefined, '--plan', '--new-secrets', 'made.jsonl')
  assert.equal(tried.code, 3)
  assert.equal(await server.store.clients.find('night-jobs'), undefined)
  for (const few of [
    ['settings:read', 'settings:write', 'clients:read', 'clients:write'],
    ['settings:read', 'clients:read', 'webhooks:read'],
    [...permissionsOf('operator')],
  ] as const) {
    const refused = await apply(few, '--new-secrets', 'made.jsonl', '--yes')
    assert.deepEqual([refused.code, /^mandate: .+\n$/.test(refused.errors)], [1, true])
    assert.equal(await server.store.clients.find('night-jobs'), undefined)
  }
  const done = await apply(undefined, '--new-secrets', 'made.jsonl', '--yes')
  assert.deepEqual([done.code, done.errors], [0, ''])
  assert.match(done.output, /Done\. 2 to add/)
  const { client_id: id, client_secret: secret } = JSON.parse(
    readFileSync(join(folder, 'made.jsonl'), 'utf8'),
  )
  const { authentication } = (await server.store.clients.find(id)) ?? {}
  assert.equal(authentication?.method === 'secret' && authentication.secretHash, hashSecret(secret))
  assert.ok(!`${tried.output}${done.output}`.includes(HOOK_SECRET))
  assert.match((await apply(undefined)).output, /^Nothing to change/)
  const { facts } = await server.store.facts.search(
    { what: 'client.created', about: id },
    { limit: 1 },
  )
  const [by] = facts.map((fact) => fact.by)
  assert.ok(by !== undefined && 'via' in by && by.via === 'api')

  write('clients:\n  night-jobs:\n    scope: nothing\n    client_secrets: env:X\n')
  const wrong = await apply(undefined)
  assert.match(
    wrong.errors,
    /platform\.yaml:4:5: clients\.night-jobs\.client_secrets: there is no member/,
  )
  const exported = await elsewhere(['export'])
  assert.equal(exported.output, (await here(['export'])).output)
})

test('what is declared is read only from operators, and is applied only as it was planned', async () => {
  const { call } = await newProgram(server)
  const long = { sections: {}, secrets: { x: 'y'.repeat(9 * 1024 * 1024) } }
  const address = `${server.issuer}/admin/v1/declaration/plan`
  const json = { 'content-type': 'application/json' }
  const stranger = await fetch(address, { method: 'POST', headers: json, body: '{"sections":' })
  assert.equal(stranger.status, 401)
  assert.equal((await call('POST', '/declaration/plan', { body: long })).status, 413)
  const sections = { client_domains: { 'late.example': 'deny' } }
  const { body } = await call('POST', '/declaration/plan', { body: { sections } })
  await call('PUT', '/client-domains/late.example', { body: { decision: 'allowed' } })
  const late = await call('POST', '/declaration/apply', { body: { sections, digest: body.digest } })
  assert.deepEqual([late.status, late.body.code], [409, 'changed_meanwhile'])
  for (const hostile of [
    { clients: { __proto__: null, constructor: { client_name: 'x' } } },
    { clients: [], webhooks: 'x', trusted_issuers: {}, settings: 7 },
    { resources: { 'https://x.example': { client_secret: 'toString' } } },
    JSON.parse('{"webhooks":{"__proto__":{"url":"https://127.0.0.1:9/"}}}'),
  ]) {
    const { status } = await call('POST', '/declaration/plan', { body: { sections: hostile } })
    assert.equal(status, 422, JSON.stringify(hostile))
  }
})

test('why a request was refused is told elsewhere as here', async () => {
  const url = `${server.issuer}/oauth2/token`
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: 'client_none' })
  const answer = await fetch(url, { method: 'POST', body })
  const { error_uri: uri = '' } = (await answer.json()) as { readonly error_uri?: string }
  // Refusals are stored after they are answered.
  const reference = uri.replace(/^.*\//, '')
  while ((await server.store.explanations.find(explanationId(reference))) === undefined);
  assert.match(await same('error', 'list'), /unknown_client/)
  assert.match(await same('error', 'list', '--since', '1h'), /unknown_client/)
  assert.match(await same('error', 'show', reference), /What to do next/)
  const followed = await elsewhere(['error', 'list', '--follow'])
  assert.deepEqual([followed.code, /--follow works on/.test(followed.errors)], [2, true])
})

test('a domain is decided elsewhere', async () => {
  const denied = await elsewhere(['client-domain', 'deny', 'bad.example', '--yes'])
  assert.equal(denied.output, 'The clients of bad.example are denied.\n')
  assert.match((await elsewhere(['client-domain', 'list'])).output, /bad\.example +denied/)
  assert.match(await same('client-domain', 'deny', 'bad.example', '--yes'), /are denied/)
  const forgotten = await elsewhere(['client-domain', 'forget', 'bad.example'])
  assert.equal(forgotten.output, 'bad.example is forgotten.\n')
})

test('what there is not elsewhere is said as here', async () => {
  const attempts = [
    ['user', 'disable', 'nobody@example.com'],
    ['client', 'disable', 'client_none'],
    ['client', 'show', 'client_none'],
    ['error', 'show', 'invalid_request.none'],
    ['issuer', 'show', 'none'],
    ['client-domain', 'forget', 'nobody.example'],
    ['webhook', 'show', 'none'],
    ['stream', 'show', 'none'],
    ['resource', 'show', 'none'],
    ['job', 'retry', 'none'],
    ['user', 'show', 'nobody@example.com'],
    ['grant', 'show', '0'.repeat(32)],
    ['session', 'end', 'ada@example.com', 'none'],
  ]
  for (const args of attempts) {
    const [there, local] = [await elsewhere(args), await here(args)]
    const expected = local.errors.replaceAll(`--data ${data}`, `--server ${server.issuer}`)
    assert.deepEqual([there.code, there.errors, there.output], [1, expected, ''])
  }
})

test('an auditor elsewhere reads, and writes nothing', async () => {
  const auditor = [...permissionsOf('auditor')]
  assert.equal((await elsewhere(['user', 'list'], auditor)).code, 0)
  for (const args of [
    ['user', 'disable', 'ada@example.com'],
    ['user', 'delete', 'ada@example.com', '--yes'],
    ['client', 'rotate-secret', server.client.id],
    ['operator', 'add', 'ada@example.com', '--role', 'auditor'],
    ['grant', 'revoke', '--user', 'ada@example.com', '--yes'],
  ]) {
    const refused = await elsewhere(args, auditor)
    assert.deepEqual([refused.code, refused.output], [1, ''], args.join(' '))
    assert.match(refused.errors, /^mandate: .+\n$/)
  }
  assert.equal((await server.store.accounts.find(server.account.id))?.disabledAt, null)
})

test('the id of another session or a path in an id reaches nothing else', async () => {
  const other = await server.createAccount('mallory@example.com')
  for (const id of [`../${other.id}`, `${other.id}/disable`, `${other.id}?x=`, '%2e%2e', '.']) {
    const refused = await elsewhere(['user', 'enable', id])
    assert.equal(refused.code, 1, id)
  }
  assert.equal((await server.store.accounts.find(other.id))?.disabledAt, null)
})

test('without a sign-in, with a dead token or an unsafe address nothing is sent', async () => {
  const list = ['user', 'list', '--server', server.issuer]
  const nobody = { environment: { XDG_CONFIG_HOME: temporaryDirectory() } }
  assert.match((await runCommand(list, nobody)).errors, /not signed in to .*mandate login --server/)
  const dead = { environment: { MANDATE_ADMIN_TOKEN: 'mdt_at_nonsense' } }
  const refused = await runCommand(list, dead)
  assert.deepEqual([refused.code, /not signed in/.test(refused.errors)], [1, true])
  assert.ok(!refused.errors.includes('nonsense'))
  for (const address of [
    'http://login.example.com',
    'https://a:b@login.example.com',
    'ftp://x',
    '',
  ]) {
    const unsafe = await runCommand(['user', 'list', '--server', address], dead)
    assert.deepEqual([unsafe.code, /--server is/.test(unsafe.errors)], [2, true], address)
  }
  assert.equal((await runCommand([...list, '--data', data], dead)).code, 2)
  const local = await runCommand(['keys', 'rotate', '--server', server.issuer], dead)
  assert.match(local.errors, /works only on the server’s machine: it changes the key file/)
})

test('a program signs in with its own secret from a file', async () => {
  const { client, secret } = await server.register({
    ...{ name: 'Operations', grantTypes: ['client_credentials'], redirectUris: [] },
    scope: 'admin:users:read',
  })
  const environment = { MANDATE_ADMIN_CLIENT_ID: client.id, MANDATE_ADMIN_CLIENT_SECRET: secret }
  const run = (...args: string[]) =>
    runCommand([...args, '--server', server.issuer], { environment, clock: server.clock })
  assert.equal((await run('user', 'list')).code, 0)
  assert.match((await run('client', 'list')).errors, /^mandate: .+\n$/)
  environment.MANDATE_ADMIN_CLIENT_SECRET = 'wrong'
  assert.match((await run('user', 'list')).errors, /refuses the client/)
})

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Command } from 'commander'
import { createProgram } from '../../src/cli/program.ts'
import { remoteCommands } from '../../src/cli/remote/commands.ts'
import { hereOnly } from '../../src/cli/remote/here-only.ts'
import { commandName } from '../../src/cli/remote/routed-command.ts'
import type { Permission } from '../../src/operators/permissions.ts'
import { permissionsOf } from '../../src/operators/roles.ts'
import { newProgram } from '../admin/program.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { commandContext, runCommand } from './run-command.ts'

const data = join(temporaryDirectory(), 'data')
let server: RunningServer

before(async () => {
  await runCommand(['user', 'create', '--init', 'ada@example.com', '--data', data])
  server = await startServer({ database: join(data, 'mandate.db') })
})
after(() => server.close())

/** Runs a command against the server, with the rights of a program. */
async function elsewhere(
  args: readonly string[],
  permissions?: readonly Permission[],
  environment: Readonly<Record<string, string>> = {},
) {
  const { token } = await newProgram(server, permissions)
  const ended = await runCommand([...args, '--server', server.issuer], {
    clock: server.clock,
    environment: { MANDATE_ADMIN_TOKEN: token, ...environment },
  })
  assert.ok(!`${ended.output}${ended.errors}`.includes(token))
  return ended
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

test('why a request was refused is told elsewhere as here', async () => {
  const url = `${server.issuer}/oauth2/token`
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: 'client_none' })
  const answer = await fetch(url, { method: 'POST', body })
  const { error_uri: uri = '' } = (await answer.json()) as { readonly error_uri?: string }
  // Refusals are stored after they are answered.
  while ((await server.store.explanations.list({}, 1)).length === 0);
  const reference = uri.replace(/^.*\//, '')
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

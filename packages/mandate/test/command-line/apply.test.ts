import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { hashSecret } from '../../src/clients/authentication/client-secret.ts'
import type { GrantId } from '../../src/grants/grant.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { ACT } from '../act.ts'
import { sampleGrant } from '../sample-grant.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand } from './run-command.ts'

const { publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { format: 'jwk' },
})
const folder = temporaryDirectory()
const data = join(folder, 'data')
const SECRET = 'b0Q2vYk9XJr7mT4cW8dLs1ZpHn6uGf3E'
const NEXT = 'zR5tQw8eUi1oPa4sDf7gHj0kLx3cVb6N'
const environment = { LEDGERLINE: SECRET, NOTES: 'nT6yHu8jIk0oLp2qWs4eDr6fTg8hYj1A' }
const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runCommand([...args, '--data', data], {
    workingDirectory: folder,
    environment: { ...environment, ...more },
  })
const write = (text: string, name = 'platform.yaml') => writeFileSync(join(folder, name), text)

const PLATFORM = `settings:
  brand_name: Acme
  scopes:
    all: Everything
    read: Read your notes
    write: Change your notes
resources:
  https://notes.example.com:
    client_id: notes-api
    client_name: Notes
    client_secret: env:NOTES
clients:
  ledgerline:
    client_name: Ledgerline
    redirect_uris: [https://ledgerline.example/callback]
    scope: read write
    default_resources: [https://notes.example.com]
    client_secret: env:LEDGERLINE
  terminal:
    client_name: Terminal
    token_endpoint_auth_method: none
    redirect_uris: [http://127.0.0.1/callback]
    scope: read
trusted_issuers:
  - name: Acme IdP
    issuer: https://idp.acme.example
    purpose: jwt-bearer
    clients: { ledgerline: read }
client_domains:
  claude.ai: allow
`
write(PLATFORM)
const tried = await run(['apply', 'platform.yaml', '--plan', '--init'])
const leftByThePlan = readdirSync(folder)
const first = await run(['apply', 'platform.yaml', '--init'])
const store = await openSqliteStore({ path: join(data, 'mandate.db') })
after(() => store.close())

test('a file is applied whole, applying it again changes nothing, and an export plans nothing', async () => {
  assert.equal(first.errors, '')
  assert.match(first.output, /\+ client ledgerline\n {4}client_name +"Ledgerline"/)
  assert.match(first.output, /Done\. 7 to add, 0 to change, 0 to remove; what the file/)
  const client = await store.clients.find('ledgerline')
  const { authentication } = client ?? {}
  assert.equal(authentication?.method === 'secret' && authentication.secretHash, hashSecret(SECRET))
  assert.equal((await store.resources.find('notes-api'))?.uri, 'https://notes.example.com')
  const facts = await store.facts.list({}, 100)
  assert.deepEqual(
    [...new Set(facts.map(({ by }) => by.kind))],
    ['operator'],
    'every act has its actor',
  )

  const again = await run(['apply', 'platform.yaml'])
  assert.deepEqual([again.code, /^Nothing to change/.test(again.output)], [0, true])
  const exported = await run(['export'])
  write(exported.output, 'exported.yaml')
  const plan = await run(['apply', 'exported.yaml', '--plan'])
  assert.deepEqual([plan.code, plan.errors], [0, ''])
  assert.equal((await store.facts.list({}, 100)).length, facts.length)
  for (const { output } of [first, again, exported, plan]) {
    assert.ok(!output.includes(SECRET) && !output.includes(environment.NOTES))
  }
})

test('a plan for a database that is to be made makes none', () => {
  assert.deepEqual([tried.code, tried.errors], [3, ''])
  assert.equal(tried.output, first.output.replace('\nDone. ', '\n'))
  assert.deepEqual(leftByThePlan, ['platform.yaml'])
})

test('webhooks are declared by name, with secrets by reference or made, and rotated by another one', async () => {
  const secret = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`
  const webhooks = (more = '') => `webhooks:
  Warehouse “EU”:
    url: https://127.0.0.1:9/mandate
    events: [grant.*, user.disabled]
    webhook_secret: env:HOOK
  Ledger:
    url: https://127.0.0.1:9/hook
${more}`
  write(webhooks(), 'hooks.yaml')
  const apply = (secretNow: string, ...more: string[]) =>
    run(['apply', 'hooks.yaml', ...more], {
      HOOK: secretNow,
      MANDATE_FETCH_ALLOWED_HOSTS: '127.0.0.1:9',
    })
  const none = await apply(secret(1))
  assert.match(
    none.errors,
    /hooks\.yaml:6:3: webhooks\.Ledger: the webhook is new and needs a secret/,
  )
  const made = await apply(secret(1), '--new-secrets', 'hooks.jsonl')
  assert.deepEqual([made.code, made.errors], [0, ''])
  assert.match(made.output, /\+ webhook Warehouse “EU”\n {4}url +"https:.+\n {4}events +\["grant/)
  const line = JSON.parse(readFileSync(join(folder, 'hooks.jsonl'), 'utf8'))
  assert.deepEqual([line.webhook, /^whsec_/.test(line.webhook_secret)], ['Ledger', true])
  assert.ok(!made.output.includes(line.webhook_secret) && !made.output.includes(secret(1)))

  assert.match((await apply(secret(1))).output, /^Nothing to change/)
  write(webhooks('    disabled: true\n'), 'hooks.yaml')
  const rotated = await apply(secret(2))
  assert.match(rotated.output, /webhook_secret +"another one" → "env:HOOK"\n.+ both signatures/)
  assert.match(rotated.output, /disabled +false → true\n.+ nothing is sent until it is enabled/)
  const { rows } = await store.endpoints.list('webhook', { limit: 10 })
  const [ledger, warehouse] = rows.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  assert.deepEqual([ledger?.disabledBecause, warehouse?.disabledAt], ['operator', null])
  assert.notEqual(warehouse?.secret?.previous, null)
  assert.match((await run(['export'])).output, /\n {2}Ledger:\n {4}url: .+\n {4}disabled: true/)

  for (const [text, expected] of [
    ['    url: http://10.0.0.1/\n', /hooks\.yaml:3:5: webhooks\.X\.url: /],
    ['    url: https://203.0.114.9\n    events: [grant.nothing]\n', /:4:5: .*There is no event/],
    [
      '    url: https://203.0.114.9\n    webhook_secret: env:WEAK\n',
      /:4:5: .*24 to 64 random bytes/,
    ],
    ['    url: https://203.0.114.9\n    secret: env:HOOK\n', /:4:5: .*there is no member secret/],
  ] as const) {
    write(`webhooks:\n  X:\n${text}`, 'hooks.yaml')
    const { errors } = await run(['apply', 'hooks.yaml'], { HOOK: secret(1), WEAK: 'whsec_AAAA' })
    assert.match(errors, expected)
  }
})

test('a logo and a key set are files beside the declared one', async () => {
  const logo = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(40)])
  writeFileSync(join(folder, 'logo.png'), logo)
  writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [publicKey] }))
  const entry = (more: string) => `clients:
  signer:
    client_name: Signer
    token_endpoint_auth_method: private_key_jwt
    jwks: file:keys.json
    redirect_uris: [https://signer.example/callback]
    ${more}
`
  const apply = async (more: string) => {
    write(entry(more), 'signer.yaml')
    return run(['apply', 'signer.yaml'])
  }
  const made = await apply('logo: file:logo.png')
  assert.deepEqual([made.code, made.errors], [0, ''])
  assert.match(made.output, / logo +"file:logo\.png"/)
  assert.deepEqual(Buffer.from((await store.clients.findLogo('signer'))?.image ?? []), logo)
  assert.match((await apply('logo: file:logo.png')).output, /^Nothing to change/)
  const gone = await apply('logo: null')
  assert.match(gone.output, / logo +"the one it has" → \(nothing\)/)
  assert.equal(await store.clients.findLogo('signer'), undefined)
  for (const [more, expected] of [
    ['logo: file:keys.json', /signer\.yaml:7:5: clients\.signer\.logo: .*neither a PNG nor a JPEG/],
    ['logo: file:../../etc/none', /cannot be read \(ENOENT\)/],
    ['logo: https://evil.example/x.png', /logo is no reference; give file:PATH/],
    ['logo: env:HOME', /logo is no reference; give file:PATH/],
  ] as const) {
    assert.match((await apply(more)).errors, expected)
  }
})

test('a plan exits with 3, says what people would notice in numbers, and changes nothing', async () => {
  for (let connection = 0; connection < 3; connection++) {
    const id = `00000000000${connection}aaaaaaaaaaaaaaaaaaaaa` as GrantId
    const expiresAt = Math.floor(Date.now() / 1000) + 1_000
    const grant = sampleGrant({ id, clientId: 'ledgerline', expiresAt })
    await store.grants.insert(grant, ACT)
  }
  write(
    PLATFORM.replace('scope: read write', 'scope: read').replace(
      '    scope: read\n',
      '    scope: read\n    disabled: true\n',
    ),
    'less.yaml',
  )
  const plan = await run(['apply', 'less.yaml', '--plan'])
  assert.equal(plan.code, 3)
  assert.match(plan.output, /scope +"read write" → "read"/)
  assert.match(plan.output, /! takes write away from 3 grants of \d users?/)
  assert.match(plan.output, /! stops 3 grants of \d users? until it is enabled again/)
  const { changes } = JSON.parse((await run(['apply', 'less.yaml', '--plan', '--json'])).output)
  assert.deepEqual(
    changes.map(({ noun, id, action }: Record<string, string>) => [noun, id, action]),
    [['client', 'ledgerline', 'change']],
  )
  assert.equal((await store.clients.find('ledgerline'))?.scope, 'read write')
})

test('another secret is a rotation, and the one before keeps working for a while', async () => {
  const rotated = await run(['apply', 'platform.yaml'], { LEDGERLINE: NEXT })
  assert.match(rotated.output, /client_secret +"another one" → "env:LEDGERLINE"/)
  const authentication = (await store.clients.find('ledgerline'))?.authentication
  assert.ok(authentication?.method === 'secret')
  assert.equal(authentication.secretHash, hashSecret(NEXT))
  assert.equal(authentication.previous?.secretHash, hashSecret(SECRET))
  assert.ok(!rotated.output.includes(NEXT))
  await run(['apply', 'platform.yaml'], { LEDGERLINE: SECRET })
})

test('every mistake in the file is named with line and column, and then nothing is applied', async () => {
  const cases: readonly [string, string, RegExp][] = [
    [
      'a near name of a section',
      'client:\n  x: {}\n',
      /^bad\.yaml:1:1: client: there is no such section; did you mean clients\?/,
    ],
    [
      'a near name of a member',
      'clients:\n  ledgerline:\n    redirect_uri: [https://a.example]\n',
      /^bad\.yaml:3:5: clients\.ledgerline\.redirect_uri: there is no member redirect_uri; did you mean redirect_uris\?/,
    ],
    [
      'a near name of a setting',
      'settings:\n  code_secs: 30\n',
      /^bad\.yaml:2:3: settings\.code_secs: code_secs is no setting; did you mean code_seconds\?/,
    ],
    [
      'a wrong setting',
      'settings:\n  code_seconds: 3\n',
      /^bad\.yaml:2:3: settings\.code_seconds: code_seconds is 3; give a whole number of seconds from 5 to 600/,
    ],
    [
      'a setting that is for a file only',
      'settings:\n  database: /tmp/x.db\n',
      /^bad\.yaml:2:3: .*put it in mandate\.yaml/,
    ],
    [
      'a duplicate key',
      'clients:\n  a: {}\n  a: {}\n',
      /^bad\.yaml:3:3: this name is here twice; remove one/,
    ],
    [
      'an alias',
      'clients:\n  a: &x {}\n  b: *x\n',
      /^bad\.yaml:3:6: an alias \(\*name\) means nothing here/,
    ],
    [
      'a YAML bomb',
      `a: &a [x,x]\n${'bcdefghi'
        .split('')
        .map((name, at) => `${name}: &${name} [*${'abcdefghi'[at]},*${'abcdefghi'[at]}]`)
        .join('\n')}\n`,
      /^bad\.yaml:2:8: an alias/,
    ],
    ['brackets a hundred thousand deep', `clients: ${'['.repeat(100_000)}`, /^bad\.yaml:\d+:\d+: /],
    ['a tag', 'settings: !env X\n', /^bad\.yaml:1:11: a tag/],
    [
      'a type',
      'clients:\n  ledgerline:\n    redirect_uris: https://a.example\n',
      /^bad\.yaml:3:5: clients\.ledgerline\.redirect_uris: redirect_uris/,
    ],
    [
      'an unknown scope',
      'clients:\n  ledgerline:\n    scope: read delete\n',
      /^bad\.yaml:3:5: clients\.ledgerline\.scope: There is no scope "delete": give one of all, read, write/,
    ],
    [
      'a foreign API',
      'clients:\n  ledgerline:\n    default_resources: [https://nowhere.example]\n',
      /^bad\.yaml:3:5: .*There is no API https:\/\/nowhere\.example: declare it under resources/,
    ],
    [
      'a secret in the file',
      `clients:\n  ledgerline:\n    client_secret: ${SECRET}\n`,
      /^bad\.yaml:3:5: clients\.ledgerline\.client_secret: client_secret is no reference; give env:NAME or file:PATH/,
    ],
    [
      'a secret of a variable that is not set',
      'clients:\n  ledgerline:\n    client_secret: env:NOWHERE\n',
      /^bad\.yaml:3:5: .*names the variable NOWHERE, which is not set/,
    ],
    [
      'a secret in a missing file',
      'clients:\n  ledgerline:\n    client_secret: file:gone\n',
      /^bad\.yaml:3:5: .*names the file gone, which cannot be read \(ENOENT\)/,
    ],
    [
      'a secret that can be guessed',
      'clients:\n  new:\n    client_name: New\n    redirect_uris: [https://a.example]\n    client_secret: env:WEAK\n',
      /^bad\.yaml:5:5: .*has to be 32 to 256 random characters/,
    ],
    [
      'an id that Mandate makes',
      'clients:\n  client_x:\n    client_name: X\n    redirect_uris: [https://a.example]\n    token_endpoint_auth_method: none\n',
      /^bad\.yaml:2:3: .*not begin with client_ or resource_/,
    ],
    [
      'the id of an API',
      'clients:\n  notes-api:\n    client_name: X\n    redirect_uris: [https://a.example]\n    token_endpoint_auth_method: none\n',
      /^bad\.yaml:2:3: .*an API has the id notes-api/,
    ],
    [
      'a new client without a secret',
      'clients:\n  new:\n    client_name: New\n    redirect_uris: [https://a.example]\n',
      /^bad\.yaml:2:3: .*the client new is new and needs a secret; .* or run with --new-secrets FILE/,
    ],
    [
      'an issuer for a client that is not there',
      'trusted_issuers:\n  - name: X\n    issuer: https://x.example\n    purpose: jwt-bearer\n    clients: {nobody: read}\n',
      /^bad\.yaml:5:15: trusted_issuers\.0\.clients\.nobody: there is no client nobody/,
    ],
    ['no host', 'client_domains:\n  "not a host": allow\n', /^bad\.yaml:2:3: .*is no host/],
    ['no map', '- a\n- b\n', /^bad\.yaml:1:1: write sections/],
  ]
  const before = (await store.facts.list({}, 500)).length
  for (const [name, text, expected] of cases) {
    // The good part comes first, so it would be applied if anything were.
    write(text, 'bad.yaml')
    const { code, errors } = await run(['apply', 'bad.yaml', '--yes'], { WEAK: 'a'.repeat(40) })
    assert.equal(code, 1, name)
    assert.match(errors.replace(/^mandate: /, ''), expected, name)
    assert.ok(!errors.includes(SECRET), name)
  }
  assert.equal((await store.facts.list({}, 500)).length, before)
})

test('a client that the file renames stays, and the plan says that an id cannot change', async () => {
  write(
    PLATFORM.replaceAll('ledgerline:', 'ledger-line:')
      .replace('trusted_issuers:', 'x-unused:')
      .split('x-unused:')[0] ?? '',
    'renamed.yaml',
  )
  const plan = await run(['apply', 'renamed.yaml', '--plan'])
  assert.equal(plan.code, 3)
  assert.match(
    plan.output,
    /\+ client ledger-line\n(.*\n)+? {4}! there is a client of that name, ledgerline, which the file does not name: an id cannot change/,
  )
})

test('secrets that are made are written to a file of their own for this user, and shown nowhere', async () => {
  write(
    'clients:\n  fresh:\n    client_name: Fresh\n    redirect_uris: [https://fresh.example/callback]\n',
    'fresh.yaml',
  )
  const made = await run(['apply', 'fresh.yaml', '--new-secrets', 'made.jsonl'])
  assert.equal(made.errors, '')
  const { client_id: id, client_secret: secret } = JSON.parse(
    readFileSync(join(folder, 'made.jsonl'), 'utf8'),
  )
  assert.equal(id, 'fresh')
  assert.equal(statSync(join(folder, 'made.jsonl')).mode & 0o777, 0o600)
  assert.ok(!made.output.includes(secret))
  const authentication = (await store.clients.find('fresh'))?.authentication
  assert.equal(authentication?.method === 'secret' && authentication.secretHash, hashSecret(secret))
  chmodSync(join(folder, 'made.jsonl'), 0o644)
  write(
    'clients:\n  fresh2:\n    client_name: Fresh\n    redirect_uris: [https://fresh.example/callback]\n',
    'fresh.yaml',
  )
  const open = await run(['apply', 'fresh.yaml', '--new-secrets', 'made.jsonl'])
  assert.match(open.errors, /made\.jsonl can be read by others; run: chmod 600/)
  assert.equal(await store.clients.find('fresh2'), undefined)
})

test('only one apply runs at a time, and one that died does not keep others out for ever', async () => {
  assert.ok(await store.turns.take('apply', { holder: 'somebody', milliseconds: 60_000 }))
  const second = await run(['apply', 'less.yaml'])
  assert.match(second.errors, /Another apply is under way; .* its turn ends within 30 seconds/)
  assert.equal((await run(['apply', 'platform.yaml', '--plan'])).code, 0, 'a plan needs no turn')
  assert.ok(await store.turns.take('apply', { holder: 'somebody', milliseconds: -1 }))
  assert.equal((await run(['apply', 'platform.yaml'])).code, 0)
})

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { hasChecksum } from '../../src/grants/token.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

const CALLBACK = 'https://urltoclient:4443'

test('the life of a client: create, show, update, disable, enable, rotate the secret, delete', async () => {
  const data = join(temporaryDirectory(), 'data')
  const client = (...args: string[]) => runDocument(['client', ...args, '--data', data])

  const made = await client('create', '--init', '--name', 'Acme', '--redirect-uri', CALLBACK)
  const { client_id: id, client_secret: secret, client_secret_expires_at, ...shown } = made
  assert.match(String(id), /^[A-Za-z0-9_-]+$/)
  assert.match(String(secret), /^mdt_cs_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/)
  assert.equal(hasChecksum(String(secret)), true)
  assert.equal(client_secret_expires_at, 0)
  const { client_id_issued_at: issuedAt, ...described } = shown
  assert.equal(Number.isInteger(issuedAt), true)
  assert.deepEqual(described, {
    client_name: 'Acme',
    redirect_uris: [CALLBACK],
    scope: 'all',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    trusted: false,
    require_pkce: false,
    refresh_retry_seconds: 0,
    default_resources: [],
    allowed_schemes: [],
    disabled: false,
  })
  assert.deepEqual(await client('show', String(id)), { client_id: id, ...shown })
  assert.deepEqual(await client('list'), [{ client_id: id, ...shown }])

  const change = ['--trusted', '--require-pkce', '--refresh-retry-seconds', '30']
  const updated = await client('update', String(id), '--name', 'Acme 2', ...change)
  assert.deepEqual(updated, {
    ...{ client_id: id, ...shown },
    client_name: 'Acme 2',
    trusted: true,
    require_pkce: true,
    refresh_retry_seconds: 30,
  })
  assert.equal((await client('update', String(id), '--no-trusted'))['trusted'], false)
  assert.equal((await client('disable', String(id)))['disabled'], true)
  assert.equal((await client('enable', String(id)))['disabled'], false)

  const rotated = await client('rotate-secret', String(id), '--overlap-seconds', '60')
  assert.notEqual(rotated['client_secret'], secret)
  assert.equal(Number.isInteger(rotated['previous_client_secret_expires_at']), true)
  for (const file of ['mandate.db', 'mandate.db-wal']) {
    const kept = readFileSync(join(data, file), { flag: 'a+' })
    for (const one of [secret, rotated['client_secret']]) {
      assert.equal(kept.includes(String(one)), false, 'the secret itself is kept nowhere')
    }
  }
  assert.deepEqual(await client('delete', String(id), '--yes'), { client_id: id, deleted: true })
  assert.deepEqual(await client('list'), [])
})

test('a public client has no secret, must use PKCE and is never trusted', async () => {
  const data = join(temporaryDirectory(), 'data')
  const create = [
    'client',
    'create',
    '--init',
    '--name',
    'App',
    '--redirect-uri',
    'http://127.0.0.1/cb',
  ]
  const made = await runDocument([...create, '--public', '--data', data])
  assert.equal('client_secret' in made, false)
  assert.equal(made['token_endpoint_auth_method'], 'none')
  assert.equal(made['require_pkce'], true)
  const id = String(made['client_id'])
  for (const args of [
    [...create, '--public', '--trusted'],
    ['client', 'update', id, '--trusted'],
    ['client', 'update', id, '--no-require-pkce'],
    ['client', 'rotate-secret', id],
  ]) {
    const { code, output, errors } = await runCommand([...args, '--data', data])
    assert.deepEqual({ code, output }, { code: 1, output: '' }, args.join(' '))
    assert.match(errors, /^mandate: .*public client.*\n$/)
  }
})

test('output for people shows names, the secret once, and the login page', async () => {
  const data = join(temporaryDirectory(), 'data')
  const args = [
    'client',
    'create',
    '--init',
    '--name',
    'Acme',
    '--redirect-uri',
    CALLBACK,
    '--data',
    data,
  ]
  const { output } = await runCommand(args)
  assert.match(output, /client_secret {2}mdt_cs_\S+ {2}\(shown only once\)/)
  assert.match(
    output,
    /http:\/\/127\.0\.0\.1:9400\/oauth2\/authorize\?response_type=code&client_id=\S+&redirect_uri=https%3A%2F%2Furltoclient%3A4443/,
  )
  const list = await runCommand(['client', 'list', '--data', data])
  assert.match(list.output, /^CLIENT +NAME +KIND +SINCE/)
  assert.doesNotMatch(list.output, /mdt_cs_/)
})

test('a client that cannot be registered is refused and leaves nothing behind', async () => {
  const data = join(temporaryDirectory(), 'data')
  const create = (...more: string[]) => ['client', 'create', '--init', '--name', 'Acme', ...more]
  for (const [args, code, sentence] of [
    [create('--redirect-uri', 'http://a.example/cb'), 1, /redirect URI http:\/\/a\.example\/cb/],
    [create('--redirect-uri', `${CALLBACK}#x`), 1, /has a fragment/],
    [create('--redirect-uri', CALLBACK, '--scope', 'fly'), 1, /There is no scope "fly"/],
    [create('--redirect-uri', CALLBACK, '--refresh-retry-seconds', '601'), 2, /from 0 to 600/],
    [['client', 'show', 'client_none'], 1, /There is no client client_none; .*client list/],
    [['client', 'disable', 'client_none'], 1, /There is no client client_none/],
    [['client', 'delete', 'client_none'], 1, /There is no client client_none/],
    [['client', 'update', 'client_none'], 2, /Nothing to change was given/],
  ] as const) {
    const ended = await runCommand([...args, '--data', data])
    assert.deepEqual([ended.code, ended.output], [code, ''], ended.errors)
    assert.match(ended.errors, sentence)
    assert.equal(ended.errors.trim().split('\n').length, 1, ended.errors)
  }
  const lacking = await runCommand([...create(), '--data', data])
  assert.deepEqual([lacking.code, lacking.output], [2, ''])
  assert.match(lacking.errors, /--redirect-uri/)
  assert.deepEqual(await runDocument(['client', 'list', '--data', data]), [])
})

test('a client that acts in its own name needs no redirect URI, and has to prove itself', async () => {
  const data = join(temporaryDirectory(), 'data')
  const machine = ['client', 'create', '--name', 'Nightly', '--grant-type', 'client_credentials']
  const made = await runCommand([...machine, '--data', data, '--init'])
  assert.match(made.output, /client_secret {2}/)
  assert.match(made.output, /It gets its tokens from:\n\n {2}http.*\/oauth2\/token\n$/)
  const open = await runCommand([...machine, '--public', '--data', data])
  assert.deepEqual([open.code, open.output], [1, ''])
  assert.match(open.errors, /A public client proves nothing, so it cannot use client_credentials\./)
})

test('a client gets default APIs in their registered spelling, and cannot name unknown ones', async () => {
  const data = join(temporaryDirectory(), 'data')
  const client = (...args: string[]) => runDocument(['client', ...args, '--data', data])
  const api = ['resource', 'create', '--name', 'Notes', '--uri', 'https://notes.example', '--init']
  await runDocument([...api, '--data', data])
  const usual = ['create', '--name', 'Acme', '--redirect-uri', CALLBACK]
  const spellings = ['https://notes.example/', 'https://NOTES.example:443']
  const made = await client(...usual, '--resource', ...spellings)
  assert.deepEqual(made['default_resources'], ['https://notes.example'])
  const id = String(made['client_id'])
  const unknown = await runCommand([
    'client',
    'update',
    id,
    '--resource',
    'https://x.example',
    '--data',
    data,
  ])
  assert.equal(unknown.code, 1)
  assert.match(unknown.errors, /There is no API https:\/\/x\.example; .*mandate resource list/)
  const none = await client('update', id, '--no-resource')
  assert.deepEqual(none['default_resources'], [])
})

test('an operator may allow one client a scheme without a dot, and is warned', async () => {
  const data = join(temporaryDirectory(), 'data')
  const create = (...args: string[]) =>
    runCommand([
      'client',
      'create',
      '--public',
      '--name',
      'Editor',
      ...args,
      '--init',
      '--data',
      data,
    ])
  const uri = ['--redirect-uri', 'cursor://anysphere.cursor-retrieval/oauth/callback']
  const refused = await create(...uri)
  assert.equal(refused.code, 1)
  assert.match(refused.errors, /allow it: --allow-scheme cursor/)
  const made = await create(...uri, '--allow-scheme', 'Cursor:', '--json')
  assert.equal(made.code, 0)
  assert.match(made.errors, /any program on a device can claim cursor:/)
  const { client_id: id, allowed_schemes: allowed } = JSON.parse(made.output)
  assert.deepEqual(allowed, ['cursor'])
  // The scheme is for this client only, and cannot be withdrawn while a redirect URI uses it.
  assert.equal((await create(...uri)).code, 1)
  const withdrawn = await runCommand(['client', 'update', id, '--no-allow-scheme', '--data', data])
  assert.equal(withdrawn.code, 1)
  for (const scheme of ['javascript', 'JavaScript', 'data', 'file', 'https', 'http', 'web+http']) {
    const never = await create('--redirect-uri', CALLBACK, '--allow-scheme', scheme)
    assert.equal(never.code, 1, scheme)
    assert.match(never.errors, /has a meaning of its own and cannot be an app’s/, scheme)
  }
})

test('what the consent page tells about a client is set, shown and taken away', async () => {
  const data = join(temporaryDirectory(), 'data')
  const client = async (...args: string[]) => {
    const { code, output, errors } = await runCommand(['client', ...args, '--data', data])
    return { code, errors, document: code === 0 ? JSON.parse(output) : {} }
  }
  const usual = ['--name', 'Acme', '--redirect-uri', CALLBACK, '--init', '--json']
  const about = ['--publisher', 'Acme Ltd', '--policy-uri', 'https://acme.example/privacy']
  const made = await client('create', ...usual, ...about, '--optional-scope', 'all')
  const { client_id: id, publisher, policy_uri, tos_uri, optional_scope } = made.document
  assert.deepEqual(
    [publisher, policy_uri, tos_uri, optional_scope],
    ['Acme Ltd', 'https://acme.example/privacy', undefined, 'all'],
  )
  for (const [option, value, told] of [
    ['--tos-uri', 'http://acme.example', /has to be an https URL/],
    ['--client-uri', 'javascript:alert(1)', /has to be an https URL/],
    ['--client-uri', 'https://user@acme.example', /without user information/],
    ['--publisher', '\u202Eeman', /visible characters/],
    ['--optional-scope', 'read', /"read" is not in the scope/],
  ] as const) {
    const refused = await client('update', id, option, value)
    assert.equal(refused.code, 1, option)
    assert.match(refused.errors, told)
  }
  const none = await client('update', id, '--no-publisher', '--no-optional-scope', '--json')
  assert.equal('publisher' in none.document || 'optional_scope' in none.document, false)

  const file = (name: string, content: Uint8Array) => {
    const path = join(temporaryDirectory(), name)
    writeFileSync(path, content)
    return path
  }
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])
  const set = await client('update', id, '--logo', file('logo.png', png), '--json')
  assert.equal(set.document.has_logo, true)
  for (const [path, told] of [
    [file('logo.svg', Buffer.from('<svg onload="alert(1)"/>')), /neither a PNG nor a JPEG/],
    [file('large.png', Buffer.concat([png, Buffer.alloc(200_000)])), /larger than 100 KiB/],
    [join(data, 'nothing.png'), /cannot be read \(ENOENT\)/],
  ] as const) {
    const refused = await client('update', id, '--logo', path)
    assert.equal(refused.code, 1)
    assert.match(refused.errors, told)
  }
  const gone = await client('update', id, '--no-logo', '--json')
  assert.equal('has_logo' in gone.document, false)
})

test('metadata of a client is set, shown, replaced and taken away', async () => {
  const data = join(temporaryDirectory(), 'data')
  const client = (...args: string[]) => runCommand(['client', ...args, '--data', data])
  const described = ['--name', 'Acme', '--redirect-uri', CALLBACK]
  const uri = 'https://client.example/jwks'
  const bound = '--tls-client-certificate-bound-access-tokens'
  const made = await client('create', '--init', ...described, '--jwks-uri', uri, bound, '--json')
  const { client_id: id, ...document } = JSON.parse(made.output)
  assert.equal(document.jwks_uri, uri)
  assert.equal(document.tls_client_certificate_bound_access_tokens, true)
  assert.match((await client('show', id)).output, /jwks_uri +https:\/\/client\.example\/jwks/)

  const file = join(data, 'jwks.json')
  writeFileSync(file, '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}')
  const symmetric = await client('update', id, '--no-jwks-uri', '--jwks', file)
  assert.equal(symmetric.code, 1)
  assert.match(symmetric.errors, /Key 1 of the jwks is not a public key/)
  const without = await client('update', id, '--no-jwks-uri', `--no-${bound.slice(2)}`, '--json')
  const { jwks_uri, tls_client_certificate_bound_access_tokens } = JSON.parse(without.output)
  assert.deepEqual([jwks_uri, tls_client_certificate_bound_access_tokens], [undefined, undefined])
})

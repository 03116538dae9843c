import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const directory = temporaryDirectory()
const data = join(directory, 'data')
const keys = join(directory, 'keys.json')
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one' }
writeFileSync(keys, JSON.stringify({ keys: [jwk] }))

const command = (...args: string[]) => runDocument([...args, '--data', data])
const refused = async (...args: string[]) => {
  const { code, errors } = await runCommand([...args, '--data', data])
  assert.equal(code, 1, errors)
  return errors
}
const API = 'https://api.example.com'
const ISSUER = 'https://acme.idp.example'

test('the life of a trusted issuer: create, list, show, update, disable, enable, delete', async () => {
  const client = String(
    (
      await command(
        ...['client', 'create', '--init', '--name', 'Agent'],
        ...['--redirect-uri', 'https://agent.example/cb', '--scope', 'all email'],
      )
    )['client_id'],
  )
  await command('resource', 'create', '--name', 'Notes', '--uri', API)
  const create = ['issuer', 'create', '--name', 'Acme', '--for', 'id-jag', '--issuer', ISSUER]
  assert.match(await refused(...create), /needs the clients that may present its assertions/)
  assert.match(
    await refused(...create, '--client', 'nobody', '--scope', 'all', '--resource', API),
    /There is no client nobody/,
  )
  const some = [...create, '--client', client, '--resource', API]
  assert.match(await refused(...some), /Say what client_\S+ may get/)
  assert.match(
    await refused(...create, '--client', client, '--scope', 'all'),
    /needs the APIs that it is for/,
  )
  assert.match(
    await refused(...some, '--scope', 'all', '--resource', 'https://other.example'),
    /No API is registered as https:\/\/other\.example/,
  )
  assert.match(await refused(...some, '--scope', 'read'), /There is no scope "read"/)
  const made = await command(...some, '--scope', 'all', '--jwks', keys, '--customer', 'Acme Corp')
  const id = String(made['issuer_id'])
  const { created_at: _, signing_alg_values_supported: algorithms, ...shown } = made
  assert.equal(Array.isArray(algorithms) && algorithms.includes('HS256'), false)
  assert.deepEqual(shown, {
    issuer_id: id,
    name: 'Acme',
    customer: 'Acme Corp',
    purpose: 'id-jag',
    issuer: ISSUER,
    jwks: { keys: [jwk] },
    max_lifetime_seconds: 300,
    provider: ISSUER,
    clients: [{ client_id: client, scope: 'all' }],
    resources: [API],
    provisions: false,
  })
  assert.match(
    await refused(...some, '--scope', 'all'),
    /already trusted for id-jag: Acme, issuer_/,
  )

  const own = await command(
    'issuer',
    'update',
    id,
    '--client',
    `${client} all email`,
    '--discovery',
  )
  assert.deepEqual(own['clients'], [{ client_id: client, scope: 'all email' }])
  assert.equal('jwks' in own, false)
  const off = await command('issuer', 'disable', id, '--yes')
  assert.equal(typeof off['disabled_at'], 'number')
  assert.equal('disabled_at' in (await command('issuer', 'enable', id)), false)
  assert.deepEqual(await command('issuer', 'list'), [await command('issuer', 'show', id)])
  const activity = await runCommand(['activity', '--data', data])
  for (const kind of ['created', 'updated', 'disabled', 'enabled']) {
    assert.match(activity.output, new RegExp(`issuer\\.${kind} +operator +${id}`))
  }
  assert.deepEqual(await command('issuer', 'delete', id, '--yes'), { issuer_id: id, deleted: true })
  assert.match(await refused('issuer', 'show', id), /No trusted issuer issuer_\S+; list them with/)
})

test('an issuer of workloads needs no more than its URL, and speaks of no people', async () => {
  const create = ['issuer', 'create', '--init', '--name', 'CI', '--for', 'workload']
  const issuer = 'https://token.actions.githubusercontent.com'
  const made = await command(...create, '--issuer', issuer, '--single-use')
  assert.equal(made['max_lifetime_seconds'], 3600)
  assert.equal(made['single_use'], true)
  const disable = ['issuer', 'disable', String(made['issuer_id']), '--yes', '--data', data]
  assert.match((await runCommand(disable)).output, /go on until they expire/)
  assert.match(
    await refused(...create, '--issuer', 'https://other.example', '--scope', 'all'),
    /speaks of no people/,
  )
})

test('ATTACK a tenant that speaks for the people of another one under the same provider', async () => {
  const redirect = ['--redirect-uri', 'https://agent.example/cb']
  const agent = ['client', 'create', '--init', '--name', 'Agent', ...redirect]
  const client = String((await command(...agent))['client_id'])
  const issuer = ['--for', 'jwt-bearer', '--issuer', 'https://shared.example', '--scope', 'all']
  const create = (tenant: string, provider: string) => [
    ...['issuer', 'create', '--name', 'Shared', ...issuer, '--client', client],
    ...['--tenant', tenant, '--provider', provider],
  ]
  await command(...create('a', 'people-of-a'))
  assert.match(
    await refused(...create('b', 'people-of-a')),
    /that of the same issuer for .*tenant a/,
  )
  await command(...create('b', 'people-of-b'))
})

test('a URL, key, algorithm, lifetime or tenant that cannot be meant is named', async () => {
  const create = ['issuer', 'create', '--init', '--name', 'CI', '--for', 'workload']
  for (const url of [
    'http://idp.example',
    'https://idp.example?x',
    'https://u@idp.example',
    'idp',
  ]) {
    assert.match(await refused(...create, '--issuer', url), /has to be the iss of its tokens/)
  }
  const secret = join(directory, 'private.json')
  writeFileSync(secret, JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] }))
  const one = [...create, '--issuer', 'https://idp.example']
  assert.match(await refused(...one, '--jwks', secret), /private or symmetric part/)
  assert.match(await refused(...one, '--alg', 'HS256'), /algorithms have to be of RS256/)
  assert.match(await refused(...one, '--alg', 'none'), /algorithms have to be of RS256/)
  const people = [...one.slice(0, 5), '--for', 'jwt-bearer', ...one.slice(7)]
  const tenant = ['--tenant', 'a', '--client', 'x', '--scope', 'read']
  assert.match(await refused(...people, ...tenant), /needs a provider of its own/)
  const long = [...one, '--max-lifetime', '86400']
  assert.equal((await command(...long))['max_lifetime_seconds'], 86_400)
  const both = ['--issuer', 'x', '--jwks', 'a', '--jwks-uri', 'b']
  const { code } = await runCommand([...create, ...both, '--data', data])
  assert.equal(code, 2)
})

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { startUpstream } from '../upstream.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

interface Checked {
  readonly ok: boolean
  readonly checks: readonly {
    readonly name: string
    readonly ok: boolean
    readonly message: string
    readonly remedy?: string
  }[]
}

/** A settings file with the provider `acme`; its commands run in its folder. */
async function start(context: TestContext, { allowed = true } = {}) {
  const upstream = await startUpstream(context)
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'secret'), 's3cret\n')
  const write = (members: object) => {
    const acme = {
      ...{ way: 'oidc', issuer: upstream.issuer, client_id: 'mandate' },
      ...{ client_secret_file: 'secret', ...members },
    }
    const settings = {
      issuer: 'https://login.example',
      sign_in: { password: {}, acme },
      ...(allowed && { fetch_allowed_hosts: [upstream.host] }),
    }
    writeFileSync(join(directory, 'mandate.yaml'), JSON.stringify(settings))
  }
  write({})
  const run = (...command: string[]) =>
    runCommand(['provider', ...command], { workingDirectory: directory })
  const check = async (): Promise<Checked> =>
    JSON.parse((await run('check', 'acme', '--json')).output)
  const wrong = async () => {
    const { ok, checks } = await check()
    assert.equal(ok, false)
    return checks
      .filter((each) => !each.ok)
      .map(({ name, message, remedy = '' }) => `${name}: ${message} → ${remedy}`)
      .join('\n')
  }
  return { upstream, directory, run, write, check, wrong }
}

test('the list shows what to register at each provider', async (context) => {
  const { upstream, directory } = await start(context)
  const list = await runDocument(['provider', 'list'], { workingDirectory: directory })
  assert.deepEqual(list, [
    {
      name: 'acme',
      way: 'oidc',
      provider: upstream.issuer,
      accept: 'known',
      redirect_uri: 'https://login.example/sign-in/with/acme/callback',
    },
  ])
  const none = await runCommand(['provider', 'list'], { workingDirectory: temporaryDirectory() })
  assert.match(none.output, /There are no providers yet\. Add one to sign_in/)
})

test('a working provider passes: it refuses the code and accepts the credentials', async (context) => {
  const { upstream, run } = await start(context)
  const { code, output, errors } = await run('check', 'acme')
  assert.deepEqual([code, errors], [0, ''], output)
  assert.match(output, /^✓ keys +1 for ID tokens \(RS256\)$/m)
  assert.match(output, /^✓ credentials +accepted$/m)
  assert.match(output, /^✓ authentication +client_secret_post$/m)
  assert.match(
    output,
    /^✓ redirect URI +register https:\/\/login\.example\/sign-in\/with\/acme\/callback/m,
  )
  assert.match(output, /^! PKCE +not announced/m)
  assert.deepEqual(upstream.requests, [
    'GET /.well-known/openid-configuration',
    'GET /keys',
    'POST /token',
  ])
  assert.doesNotMatch(output, /s3cret/)
})

test('every problem is named, with what to do', async (context) => {
  const { upstream, wrong } = await start(context)
  upstream.faults = { document: { issuer: 'https://accounts.example' } }
  assert.match(
    await wrong(),
    /has a document that names the issuer https:\/\/accounts\.example → .*set issuer to exactly/,
  )
  upstream.faults = { token: { status: 401, body: { error: 'invalid_client' } } }
  assert.match(await wrong(), /^credentials: refused \(invalid_client\) → compare client_id and/)
  upstream.faults = {
    token: { status: 200, body: { access_token: 'a', token_type: 'Bearer' } },
  }
  assert.match(await wrong(), /^credentials: .*never issued/)
  upstream.faults = {
    document: { response_types_supported: ['id_token'], token_endpoint: undefined },
  }
  assert.match(await wrong(), /^endpoints: the document lacks token_endpoint.*\ncode flow: /)
  upstream.faults = { document: { id_token_signing_alg_values_supported: ['HS256'] } }
  assert.match(await wrong(), /^keys: none for signing ID tokens → /)
  upstream.faults = { instead: { '/keys': (response) => response.writeHead(500).end('down') } }
  assert.match(await wrong(), /^keys: .*\/keys did not return a JSON key set/)
  const html = (response: import('node:http').ServerResponse) =>
    response.setHeader('content-type', 'text/html').end('<p>Hello')
  upstream.faults = { instead: { '/.well-known/openid-configuration': html } }
  assert.match(await wrong(), /^document: no OpenID Connect discovery document at .* → open /)
  await upstream.close()
  assert.match(await wrong(), /^document: 127\.0\.0\.1:\d+ could not be reached \(ECONNREFUSED\)/)
})

test('a provider on this machine must be allowed first', async (context) => {
  const { run } = await start(context, { allowed: false })
  const { code, output, errors } = await run('check', 'acme')
  assert.equal(code, 1)
  assert.match(
    output,
    /^✗ document +127\.0\.0\.1:\d+ would be called without TLS.*fetch_allowed_hosts/,
  )
  assert.equal(errors, 'mandate: One check failed; see the line with ✗.\n')
})

test('a way that uses no other system cannot be checked', async (context) => {
  const { run } = await start(context)
  assert.match((await run('check', 'password')).errors, /password uses no other system.*give acme/)
  assert.match((await run('check', 'gogle')).errors, /sign_in has no entry gogle; give acme/)
})

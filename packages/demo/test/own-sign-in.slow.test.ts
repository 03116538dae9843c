import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { serving, temporaryDirectory } from '../../mandate/test/command-line/mandate-process.ts'
import { runCommand } from '../../mandate/test/command-line/run-command.ts'

const KEYS = [
  'issuer',
  'client_id',
  'client_secret',
  'redirect_uri',
  'username',
  'password',
  'api_url',
  'integrator_url',
  'introspection_client_id',
  'introspection_client_secret',
  'mailbox_url',
  'platform_url',
  'platform_username',
  'platform_password',
  'platform_admin_username',
  'platform_admin_password',
]

const start = (data: string) =>
  serving(['demo', '--own-sign-in', '--json', '--port', '0', '--data', data])

test('people can sign in at the platform, also after a restart on other ports', async () => {
  const data = join(temporaryDirectory(), 'demo')
  const first = start(data)
  const ready = JSON.parse((await first.until(/^.*\n/))[0])
  assert.deepEqual(Object.keys(ready), KEYS)
  assert.equal(statSync(join(data, 'demo.json')).mode & 0o777, 0o600)
  await signsInAtThePlatform(ready)
  assert.equal(await first.stop('SIGTERM'), 0)
  assert.equal(first.read().errors, '')

  const second = start(data)
  const again = JSON.parse((await second.until(/^.*\n/))[0])
  const moved = ['issuer', 'api_url', 'integrator_url', 'mailbox_url', 'platform_url']
  for (const key of KEYS) assert.equal(again[key] === ready[key], !moved.includes(key), key)
  await signsInAtThePlatform(again)
  assert.equal(await second.stop('SIGINT'), 0)

  const accounts = await runCommand(['user', 'list', '--json', '--data', data])
  assert.deepEqual(
    JSON.parse(accounts.output).map(({ username }: { username: string }) => username),
    ['ben@notewell.example'],
  )
})

/** The whole login, without a browser: the last redirect brings the code. */
async function signsInAtThePlatform(demo: Readonly<Record<string, string>>): Promise<void> {
  const cookies = new Map<string, string>()
  async function follow(url: string, form?: URLSearchParams): Promise<string> {
    const { host, origin } = new URL(url)
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: cookies.get(host) ?? '', origin },
      ...(form !== undefined && { method: 'POST', body: form }),
    })
    const set = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    if (set.length > 0) cookies.set(host, [cookies.get(host), ...set].filter(Boolean).join('; '))
    const to = response.headers.get('location')
    return to === null ? url : new URL(to, url).href
  }
  const request = { client_id: demo['client_id'] ?? '', redirect_uri: demo['redirect_uri'] ?? '' }
  const query = new URLSearchParams({ response_type: 'code', ...request })
  let at = `${demo['issuer']}/oauth2/authorize?${query}`
  for (let next = await follow(at); next !== at; next = await follow(at)) at = next
  assert.ok(at.startsWith(`${demo['platform_url']}/login?return_to=`), at)
  const form = new URLSearchParams({
    email: demo['platform_username'] ?? '',
    password: demo['platform_password'] ?? '',
    return_to: new URL(at).searchParams.get('return_to') ?? '',
  })
  at = await follow(at, form)
  while (!at.startsWith(request.redirect_uri)) {
    const next = await follow(at)
    assert.notEqual(next, at, `it ended at ${at}`)
    at = next
  }
  assert.match(at, /[?&]code=mdt_ac_/)
}

test('the two kinds of demo refuse each other’s directory', async () => {
  const data = join(temporaryDirectory(), 'demo')
  const own = start(data)
  await own.until(/^.*\n/)
  await own.stop('SIGTERM')
  const before = readFileSync(join(data, 'demo.json'), 'utf8')
  const ordinary = await runCommand(['demo', '--port', '0', '--data', data])
  assert.deepEqual([ordinary.code, ordinary.output], [1, ''])
  assert.match(
    ordinary.errors,
    /^mandate: The directory \S+ holds a demo with --own-sign-in: give --data another directory\.\n$/,
  )
  assert.equal(readFileSync(join(data, 'demo.json'), 'utf8'), before)
})

test('without --data it uses its own directory, and the printed commands work', async () => {
  const workingDirectory = temporaryDirectory()
  const demo = serving(['demo', '--own-sign-in', '--port', '0'], { workingDirectory })
  await demo.until(/Ctrl-C/)
  const { output } = demo.read()
  assert.match(output, /open http:\/\/127\.0\.0\.1:\d+ and connect\. You sign in at Notewell/)
  assert.match(output, /email {5}ben@notewell\.example/)
  assert.match(output, /open http:\/\/127\.0\.0\.1:\d+\/admin and sign in as its administrator/)
  assert.ok(output.includes(join(workingDirectory, '.mandate/demo-own-sign-in')))

  const lines = output.slice(output.indexOf('KEY='), output.indexOf('Ctrl-C'))
  const shell = spawn('sh', [], { stdio: ['pipe', 'pipe', 'pipe'] })
  shell.stdin.end(lines)
  const [printed, errors] = await Promise.all([text(shell.stdout), text(shell.stderr)])
  assert.equal(errors, '')
  // Ben has not signed in yet.
  const answers = printed.trim().split('\n')
  assert.deepEqual(
    answers.map((answer) => JSON.parse(answer).unknown),
    [['u_1002'], ['u_1002']],
  )
  await demo.stop('SIGTERM')
})

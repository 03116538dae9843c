import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
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
]

test('the demo is ready when it prints its one line, and is the same demo when started again', async () => {
  const data = join(temporaryDirectory(), 'demo')
  const start = () => serving(['demo', '--json', '--port', '0', '--data', data])
  const first = start()
  const [line] = await first.until(/^.*\n/)
  const ready = JSON.parse(line)
  assert.deepEqual(Object.keys(ready), KEYS)
  const noted = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8'))
  assert.deepEqual([noted.issuer, noted.api_url], [ready.issuer, ready.api_url])
  assert.equal(ready.redirect_uri, 'https://urltoclient:4443')
  const answers = await Promise.all(
    [`${ready.issuer}/health/ready`, `${ready.api_url}/me`, ready.integrator_url].map((url) =>
      fetch(url).then((answer) => answer.status),
    ),
  )
  assert.deepEqual(answers, [200, 401, 200])
  assert.equal(statSync(join(data, 'demo.json')).mode & 0o777, 0o600)
  assert.equal(await first.stop('SIGTERM'), 0)
  assert.deepEqual(first.read(), { output: line, errors: '' })

  const second = start()
  const again = JSON.parse((await second.until(/^.*\n/))[0])
  const lasting = KEYS.filter(
    (key) => !['issuer', 'api_url', 'integrator_url', 'mailbox_url'].includes(key),
  )
  for (const key of lasting) assert.equal(again[key], ready[key], key)
  assert.equal(await second.stop('SIGINT'), 0)
})

test('its curl lines, pasted unchanged, go through all five steps and detect a replay', async () => {
  const data = join(temporaryDirectory(), 'demo')
  const demo = serving(['demo', '--port', '0', '--data', data])
  await demo.until(/Ctrl-C/)
  const { output } = demo.read()
  assert.match(output, /In a browser, open http:\/\/127\.0\.0\.1:\d+ and sign in/)
  const lines = output.slice(output.indexOf('# 1.'), output.indexOf('Then list the grants'))

  const shell = spawn('sh', [], { stdio: ['pipe', 'pipe', 'pipe'] })
  shell.stdin.end(lines)
  const [printed, errors] = await Promise.all([
    text(shell.stdout),
    text(shell.stderr),
    once(shell, 'close'),
  ])
  assert.equal(errors, '')
  const [form, back, tokens, me, ok, refreshed, replayed, refused, ended, over] = printed
    .trim()
    .split('\n')
  assert.match(form ?? '', /\/sign-in\?pending=/)
  assert.match(back ?? '', /^https:\/\/urltoclient:4443\/\?code=mdt_ac_/)
  const names = ['scope', 'access_token', 'token_type', 'expires_in', 'refresh_token']
  assert.deepEqual(Object.keys(JSON.parse(tokens ?? '')), names)
  assert.equal(JSON.parse(me ?? '').username, 'demo@example.com')
  assert.deepEqual(Object.keys(JSON.parse(refreshed ?? '')), names)
  assert.equal(JSON.parse(replayed ?? '').error, 'invalid_grant')
  assert.equal(JSON.parse(ended ?? '').error, 'invalid_token')
  assert.deepEqual([ok, refused, over], ['200', '400', '401'])

  const [, mailbox = ''] = /mailbox {2}(\S+),/.exec(output) ?? []
  const subject = 'curl was disconnected from your Mandate account'
  const arrived = async () => (await fetch(mailbox).then((page) => page.text())).includes(subject)
  while (!(await arrived())) await pause(50)
  const kept = await fetch(`${mailbox}/mails.json`)
  const [mail] = (await kept.json()) as readonly Readonly<Record<string, string>>[]
  assert.deepEqual([mail?.['to'], mail?.['subject']], ['demo@example.com', subject])
  const shown = await fetch(`${mailbox}/mails/${mail?.['id']}/html`)
  assert.match(shown.headers.get('content-security-policy') ?? '', /default-src 'none'.*sandbox/)
  assert.match(await shown.text(), /See your connected apps/)

  const grants = await runCommand(['grant', 'list', '--data', data])
  assert.match(grants.output, / demo@example\.com +curl +all +reuse /)
  assert.equal(await demo.stop('SIGINT'), 0)
})

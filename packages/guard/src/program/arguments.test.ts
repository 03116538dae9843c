import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCommand } from './arguments.ts'

const credentials = { MANDATE_GUARD_CLIENT_ID: 'notes', MANDATE_GUARD_CLIENT_SECRET: 'mdt_cs_x' }
const noFiles = () => {
  throw Object.assign(new Error('no'), { code: 'ENOENT' })
}

function read(line: string, environment: Record<string, string> = credentials, readFile = noFiles) {
  const command = readCommand(line.split(' ').filter(Boolean), { environment, readFile })
  return command.kind === 'wrong' ? command.problem : command
}

function settingsOf(...given: Parameters<typeof read>) {
  const command = read(...given)
  assert.ok(typeof command === 'object' && command.kind === 'serve', JSON.stringify(command))
  return command.settings
}

test('an issuer and credentials are enough: loopback, port 9470', () => {
  const settings = settingsOf('serve --issuer https://a.example')
  assert.deepEqual([settings.host, settings.port], ['127.0.0.1', 9470])
  assert.equal(settings.guard.clientSecret, 'mdt_cs_x')
  assert.equal(settings.guard.requireAudience, false)
})

test('with a resource, a token has to name it, unless the operator says otherwise', () => {
  const line = 'serve --issuer https://a.example --resource https://b.example'
  assert.equal(settingsOf(line).guard.requireAudience, true)
  assert.equal(settingsOf(`${line} --any-audience`).guard.requireAudience, false)
})

test('everything can come from the environment, and the secret from a file', () => {
  const environment = {
    MANDATE_GUARD_ISSUER: 'https://a.example',
    MANDATE_GUARD_PORT: '0',
    MANDATE_GUARD_SCOPES: 'a b',
    MANDATE_GUARD_CLIENT_ID: 'notes',
    MANDATE_GUARD_CLIENT_SECRET_FILE: '/run/secret',
  }
  const readFile = ((path: string) => (path === '/run/secret' ? 'mdt_cs_y\n' : '')) as never
  const settings = settingsOf('serve', environment, readFile)
  assert.deepEqual([settings.port, settings.scopes], [0, ['a', 'b']])
  assert.equal(settings.guard.clientSecret, 'mdt_cs_y')
})

test('whoever asks for help, or for nothing, is helped', () => {
  for (const line of ['', '--help', 'serve -h']) assert.deepEqual(read(line), { kind: 'help' })
})

const ISSUER = '--issuer https://a.example'
const WRONG: readonly [string, Record<string, string>, RegExp][] = [
  ['serve', credentials, /^--issuer is missing/],
  ['start', credentials, /no command "start": the only one is serve/],
  [`serve ${ISSUER} --port many`, credentials, /^--port is "many": give a number/],
  [`serve ${ISSUER} --prot 1`, credentials, /--prot/],
  [`serve ${ISSUER} --client-secret x`, credentials, /--client-secret/],
  [`serve ${ISSUER} --any-audience`, credentials, /--resource, which is missing/],
  [`serve ${ISSUER}`, {}, /MANDATE_GUARD_CLIENT_ID is missing: "mandate resource create"/],
  [
    `serve ${ISSUER}`,
    { ...credentials, MANDATE_GUARD_CLIENT_SECRET_FILE: '/x' },
    /both set: keep one/,
  ],
  [
    `serve ${ISSUER}`,
    { MANDATE_GUARD_CLIENT_ID: 'x', MANDATE_GUARD_CLIENT_SECRET_FILE: '/x' },
    /names "\/x", which cannot be read \(ENOENT\)/,
  ],
]
for (const [line, environment, problem] of WRONG) {
  test(`"${line}" with ${Object.keys(environment).length} variables is explained`, () => {
    const said = read(line, environment)
    assert.match(String(said), problem)
    assert.doesNotMatch(String(said), /mdt_cs/)
  })
}

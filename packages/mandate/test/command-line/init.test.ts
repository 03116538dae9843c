import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { settingsFor } from '../../src/cli/command.ts'
import { firstLinkFor } from '../../src/cli/first-link.ts'
import { commandContext, runCommand, runDocument } from './run-command.ts'

function newPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-init-'))
  const [config, data, unit] = ['mandate.yaml', 'data', 'mandate.service'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  return { folder, config, data, unit, at: ['--config', config, '--data', data] as const }
}

const ISSUER = ['--issuer', 'https://login.example.com'] as const
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('a script sets up a server: settings, keys, database, an owner with a link, a unit', async () => {
  const { config, data, unit, at } = newPlace()
  const operator = ['--operator', 'jo@example.com']
  const made = await runDocument(['init', ...at, ...ISSUER, ...operator, '--unit', unit])
  const { link, ...told } = made['operator'] as Record<string, unknown>
  assert.equal(told['email'], 'jo@example.com')
  assert.match(String(link), /^https:\/\/login\.example\.com\/link\?token=mdt_ml_/)
  assert.deepEqual([modeOf(config), modeOf(join(data, 'keys.json'))], ['600', '600'])

  const settings = await runDocument(['settings', '--config', config])
  assert.equal(settings['issuer'], 'https://login.example.com')
  assert.equal(settings['data'], data)
  assert.deepEqual(readdirSync(data), ['keys.json', 'mandate.db'], 'who only reads leaves nothing')
  assert.deepEqual(settings['trusted_proxies'], ['127.0.0.1'])
  const text = readFileSync(unit, 'utf8')
  assert.match(text, /^User=mandate$/m)
  assert.ok(text.includes(` serve --config ${config}\n`) && text.includes(`=${data}\n`))

  const operators = await runDocument(['operator', 'list', '--config', config])
  const [only, ...others] = operators as unknown as { username: string; role: string }[]
  assert.deepEqual([only?.username, only?.role, others], ['jo@example.com', 'owner', []])
})

test('it replaces no file, and can be run again after a failure', async () => {
  const { folder, config, data, unit, at } = newPlace()
  const all = ['init', ...at, ...ISSUER, '--operator', 'jo@example.com']
  const missing = join(folder, 'not-a-folder')
  writeFileSync(missing, '')
  const failed = await runCommand([...all, '--unit', join(missing, 'x.service')])
  assert.equal(failed.code, 1)
  assert.match(failed.errors, /x\.service cannot be written \(\w+\); give the name/)
  const again = await runCommand([...all, '--unit', unit])
  assert.equal(again.code, 0, again.errors)

  writeFileSync(config, 'issuer: https://mine.example.com\n')
  const keys = readFileSync(join(data, 'keys.json'))
  const other = await runCommand(all)
  assert.equal(other.code, 1)
  assert.match(other.errors, /mandate\.yaml is there already, and nothing was changed/)
  assert.equal(readFileSync(config, 'utf8'), 'issuer: https://mine.example.com\n')
  assert.deepEqual(readFileSync(join(data, 'keys.json')), keys)
})

test('a person at a terminal is asked for what the flags leave open', async () => {
  const { config, at } = newPlace()
  const asked = await runCommand(['init', ...at], {
    ...{ atTerminal: true, input: 'https://id.example.org\n\n\n' },
  })
  assert.equal(asked.code, 0, asked.errors)
  assert.match(asked.errors, /^At which address .*\[http:\/\/localhost:9400\]\nYour e-mail address/)
  assert.match(asked.output, /Mandate is set up for https:\/\/id\.example\.org\./)
  assert.match(asked.output, /prints a link with which you set it up in a browser/)
  assert.match(readFileSync(config, 'utf8'), /^issuer: https:\/\/id\.example\.org$/m)
})

test('what is wrong is said before anything is made', async () => {
  const { config, at } = newPlace()
  const refused = async (...flags: string[]) => {
    const { code, errors } = await runCommand(['init', ...at, ...flags])
    assert.throws(() => statSync(config))
    return [code, errors] as const
  }
  const [nobody, advice] = await refused()
  assert.deepEqual([nobody, /nobody to ask: give --issuer/.test(advice)], [2, true])
  const [issuer, sentence] = await refused('--issuer', 'login.example.com')
  assert.deepEqual([issuer, /--issuer/.test(sentence)], [2, true])
  const [user, remedy] = await refused(...ISSUER, '--run-as', 'no-such-user-here')
  assert.deepEqual([user, /useradd --system .* no-such-user-here/.test(remedy)], [1, true])
})

test('a server goes on without the setup link, and says why it has none unless its database is only away', async () => {
  const { config, at } = newPlace()
  assert.equal((await runCommand(['init', ...at, ...ISSUER])).code, 0)
  const settings = settingsFor(commandContext(), { config })
  const { link = '' } = await firstLinkFor(commandContext(), settings)
  assert.match(link, /^https:\/\/login\.example\.com\/link\?token=mdt_ml_/)
  const away = { ...settings, database: 'postgres://u@127.0.0.1:1/m' }
  assert.deepEqual(await firstLinkFor(commandContext(), away), {})
  const { problem, ...none } = await firstLinkFor(commandContext(), {
    ...settings,
    database: `${settings.database}-moved`,
  })
  assert.deepEqual(none, {})
  assert.match(problem ?? '', /cannot be made: .+ Once this is mended, run: mandate setup-link$/)
})

test('the setup link is for the first operator only', async () => {
  const { config, at } = newPlace()
  assert.equal((await runCommand(['init', ...at, ...ISSUER])).code, 0)
  const { link } = await runDocument(['setup-link', '--config', config])
  assert.match(String(link), /^https:\/\/login\.example\.com\/link\?token=mdt_ml_/)
  await runCommand(['user', 'create', 'jo@example.com', '--no-password', '--config', config])
  await runCommand(['operator', 'add', 'jo@example.com', '--role', 'owner', '--config', config])
  const late = await runCommand(['setup-link', '--config', config])
  assert.equal(late.code, 1)
  assert.match(late.errors, /There is an operator already, who can sign in at/)
})

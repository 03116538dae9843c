import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { givenFor } from '../../src/cli/command.ts'
import { run } from '../../src/cli/program.ts'
import { openData } from '../../src/runtime/open-data.ts'
import { toOpenWith } from '../../src/settings/in-force.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { commandContext, runCommand, runDocument } from './run-command.ts'

let data: string
before(async () => {
  data = await mkdtemp(join(tmpdir(), 'mandate-audit-'))
  await runDocument(['client', 'create', '--name', 'Ledgerline', '--init', ...there(), ...redirect])
  await runDocument(['user', 'create', 'jo@example.com', '--password-stdin', ...there()], {
    input: 'correct horse battery staple',
  })
})
after(() => rm(data, { recursive: true }))

const redirect = ['--redirect-uri', 'https://urltoclient:4443']
const there = () => ['--data', data]
const verify = (...more: string[]) => runCommand(['audit', 'verify', ...more, ...there()])

/** As somebody who can write to the file. */
function tamper(statement: string): void {
  const database = new DatabaseSync(join(data, 'mandate.db'))
  database.exec(statement)
  database.close()
}

test('events of commands are sealed when they end, and verify says that all is whole', async () => {
  const { code, output } = await verify()
  assert.equal(code, 0, output)
  assert.match(output, /^✓ \d+ events in 2 seals: all are there, unchanged and in order\./)
  const head = /--head (\S+)/.exec(output)?.[1] ?? ''
  assert.equal((await verify('--head', head)).code, 0)
  const refused = await verify('--head', '7')
  assert.equal(refused.code, 2)
  assert.match(refused.errors, /give what the log has as audit_head/)
})

test('list shows who did what, latest first, and with --json the events as they are exported', async () => {
  const list = (...more: string[]) => runCommand(['audit', 'list', ...more, ...there()])
  const { output } = await list()
  assert.match(output, /^WHEN \(UTC\) +WHAT +BY +FROM +CONCERNS\n.+ account\.created +operator/)
  const [client] = JSON.parse((await list('--what', 'client.', '--json')).output)
  assert.deepEqual(
    [client.kind, client.outcome, client.by],
    ['client.created', 'success', { kind: 'operator', via: 'shell' }],
  )
  const about = JSON.parse((await list('--about', 'jo@example.com', '--json')).output)
  assert.ok(about.length > 0)
  for (const event of about) assert.ok(event.about.account_id)
  assert.deepEqual(JSON.parse((await list('--who', 'client', '--json')).output), [])
  assert.match((await list('--who', 'nobody')).output, /^No such event .* kept for 90 days\.$/m)
  assert.equal((await list('--since', 'soon')).code, 2)
})

test('what is too frequent for a row is summed by the hour, in lists and exports', async () => {
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const now = Math.floor(Date.now() / 1_000)
  await store.activity.add(
    [
      { kind: 'refusal', key: 'wrong_secret', clientId: 'client_1', counted: 7 },
      { kind: 'sign_in', key: 'wrong_credentials', clientId: '', counted: 2 },
      { kind: 'sign_in', key: 'done', clientId: '', counted: 9 },
    ],
    now,
  )
  await store.close()
  const list = (...more: string[]) => runCommand(['audit', 'list', ...more, ...there()])
  assert.match((await list()).output, /request\.refused ×7 +client_1 wrong_secret/)
  const failed = JSON.parse((await list('--what', 'sign_in', '--json')).output)
  assert.deepEqual(
    failed.map(({ count, details }: { count: number; details: object }) => [count, details]),
    [[2, { because: 'wrong_credentials' }]],
  )
})

test('export writes one line for each event, oldest first, and says where the chain ends', async () => {
  const lines = async (...more: string[]) => {
    const { code, output, errors } = await runCommand(['audit', 'export', ...more, ...there()])
    assert.equal(code, 0, errors)
    assert.match(errors, /^The audit chain ends at \d+:[\w-]{43}\./)
    return output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  }
  const events = await lines()
  const facts = events.filter(({ id }) => id !== undefined)
  assert.equal(facts[0].kind, 'client.created')
  assert.deepEqual(
    facts,
    facts.toSorted((one, other) => (one.at < other.at ? -1 : 1)),
  )
  const ocsf = await lines('--format', 'ocsf')
  assert.deepEqual([ocsf.length, ocsf[0].metadata.version], [events.length, '1.8.0'])
  const ecs = await lines('--format', 'ecs', '--since', '1h')
  assert.deepEqual([ecs.length, ecs[0].ecs.version], [events.length, '9.4.0'])
  const unknown = await runCommand(['audit', 'export', '--format', 'xml', ...there()])
  assert.equal(unknown.code, 2)
})

test('list --follow prints what was there, then each event once as it happens, until it is stopped', async () => {
  const stop = Promise.withResolvers<void>()
  const printed = Promise.withResolvers<void>()
  const context = { ...commandContext(), stopSignal: () => stop.promise }
  const kinds: string[] = []
  const print = (line: string) => {
    const made = kinds.push(JSON.parse(line).kind)
    if (made === 1)
      runDocument(['user', 'create', 'late@example.com', ...there()]).catch(printed.reject)
    if (made === 2) printed.resolve()
  }
  const terminal = { ...context.terminal, print }
  const follow = [
    'audit',
    'list',
    '--follow',
    '--json',
    '--since',
    '1h',
    '--what',
    'account.created',
  ]
  const ended = run([...follow, ...there()], { ...context, terminal })
  await Promise.race([printed.promise, ended])
  stop.resolve()
  assert.equal(await ended, 0)
  assert.deepEqual(kinds, ['account.created', 'account.created'])
})

test('schema prints the JSON Schema of a kind', async () => {
  const { output } = await runCommand(['audit', 'schema', 'client.disabled'])
  assert.equal(JSON.parse(output).properties.kind.const, 'client.disabled')
  const unknown = await runCommand(['audit', 'schema', 'client.gone'])
  assert.deepEqual([unknown.code, /give one of .*client\.disabled/.test(unknown.errors)], [2, true])
})

test('a changed event is a sentence and exit 1, and with --json a finding with its id', async () => {
  tamper("UPDATE facts SET actor_id = 'x' WHERE kind = 'client.created'")
  const { code, output, errors } = await verify()
  assert.equal(code, 1)
  assert.match(
    output,
    /^✗ The event client\.created \(.+\) of .+ UTC was changed after it was sealed\./,
  )
  assert.match(
    errors,
    /^mandate: The audit events are not what the servers recorded: one finding\./,
  )
  const json = await verify('--json')
  const { whole, findings } = JSON.parse(json.output)
  assert.equal(json.code, 1)
  assert.deepEqual([whole, findings[0].kind], [false, 'event_changed'])
  tamper("UPDATE facts SET actor_id = NULL WHERE kind = 'client.created'")
  assert.equal((await verify()).code, 0)
})

/** The lines of a proof, and the public keys of the server that made it. */
async function exportedProof(from = data) {
  // A server makes the keys that sign.
  const asServer = { create: false, orElse: '', role: 'server' } as const
  const here = toOpenWith(givenFor(commandContext(), { data: from }))
  const opened = await openData(commandContext(), here, asServer)
  await opened.store.close()
  const command = ['audit', 'export', '--format', 'proof', '--data', from]
  const { code, output, errors } = await runCommand(command)
  assert.equal(code, 0, errors)
  return { lines: output.trimEnd().split('\n'), keys: opened.signing.publicKeys() }
}

test('a proof is verified elsewhere, without the database and without a secret', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'mandate-auditor-'))
  const [file, key] = [join(elsewhere, 'proof.jsonl'), join(elsewhere, 'jwks.json')]
  const check = async (lines: readonly string[], ...more: string[]) => {
    await writeFile(file, `${lines.join('\n')}\n`)
    const args = more.length > 0 ? more : ['--key', key]
    return runCommand(['audit', 'verify', '--file', file, ...args], { workingDirectory: elsewhere })
  }
  const { lines, keys } = await exportedProof()
  await writeFile(key, JSON.stringify({ keys }))
  const whole = await check(lines)
  assert.equal(whole.code, 0, whole.errors)
  assert.match(whole.output, /^✓ \d+ events in \d+ seals: all are there, unchanged and in order\./)
  assert.match(whole.output, /The chain ends at \d+:[\w-]{43}, as the server has signed\.$/m)
  const head = /ends at (\S+),/.exec(whole.output)?.[1] ?? ''
  assert.equal((await check(lines, '--head', head)).code, 0)
  assert.equal((await check(lines, '--json')).code, 2, 'nobody vouches for it')

  const of = (kind: string) => lines.findIndex((line) => line.startsWith(`{"${kind}"`))
  const [seal, event, last] = [of('seal'), of('event'), lines.length - 1]
  const nextSeal = lines.findIndex((line, at) => at > seal && line.startsWith('{"seal"'))
  const changed = (at: number, from: RegExp | string, to: string) =>
    lines.map((line, place) => (place === at ? line.replace(from, to) : line))
  const attacks: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an event is removed', lines.toSpliced(event, 1), /The event .* was removed\./],
    [
      'an event says that somebody else did it',
      changed(event, '"actor_kind":"operator"', '"actor_kind":"system"'),
      /was changed after it was sealed/,
    ],
    [
      'an event is inserted',
      lines.toSpliced(event, 0, changed(event, /"id":"[^"]*"/, '"id":"made-up"')[event] ?? ''),
      /is in no seal: it was inserted/,
    ],
    [
      'a seal and its events are removed',
      lines.toSpliced(seal, nextSeal - seal),
      /seal 1 was removed/,
    ],
    [
      'the newest seals are cut off',
      [...lines.slice(0, nextSeal), lines[last] ?? ''],
      /about another end/,
    ],
    ['the statement is cut off', lines.slice(0, last), /has no statement/],
    [
      'the beginning is said to be gone',
      changed(0, /"kept_after_seal":0/, '"kept_after_seal":9'),
      /its beginning was cut off/,
    ],
    [
      'a line is none of a proof',
      lines.toSpliced(event, 0, '{"event":{"id":7}}'),
      /^mandate: Line \d+ of the file is not/,
    ],
    [
      'content of a seal has another form',
      changed(seal, '"content":"{', '"content":"{\\"dropped\\":5,'),
      /Seal 1 .* was changed/,
    ],
    [
      'another JWT of the server is put there',
      changed(last, /"statement":"[\w-]+/, '"statement":"eyJhbGciOiJub25lIn0'),
      /not signed with one of these keys/,
    ],
  ]
  for (const [attack, tampered, told] of attacks) {
    const { code, output, errors } = await check(tampered)
    assert.equal(code, 1, attack)
    assert.match(`${errors}${output}`, told, attack)
  }
  const other = join(elsewhere, 'other')
  await runDocument(['client', 'create', '--name', 'X', '--init', '--data', other, ...redirect])
  await writeFile(key, JSON.stringify({ keys: (await exportedProof(other)).keys }))
  assert.match((await check(lines)).errors, /not signed with one of these keys/)
  await rm(elsewhere, { recursive: true })
})

test('the keys of another server vouch for nothing', async () => {
  const other = await mkdtemp(join(tmpdir(), 'mandate-audit-'))
  await runDocument(['client', 'create', '--name', 'X', '--init', '--data', other, ...redirect])
  const database = new DatabaseSync(join(other, 'mandate.db'))
  database.exec(`ATTACH '${join(data, 'mandate.db')}' AS ours`)
  database.exec('DELETE FROM audit_seals; INSERT INTO audit_seals SELECT * FROM ours.audit_seals')
  database.exec('DELETE FROM facts; INSERT INTO facts SELECT * FROM ours.facts')
  database.close()
  const { code, output } = await runCommand(['audit', 'verify', '--data', other])
  await rm(other, { recursive: true })
  assert.equal(code, 1)
  assert.match(output, /which is not in the key file, and no later seal vouches for them/)
})

import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { filledData } from './filled-data.ts'
import { runCommand, runDocument } from './run-command.ts'

/** A user with three grants to one client, and an API. */
let data: string
let client: string
let api: string

beforeEach(async () => {
  data = (await filledData(3)).data
  client = await firstId('client')
  api = await firstId('resource')
})

async function firstId(noun: string): Promise<string> {
  const { output } = await runCommand([noun, 'list', '--json', '--data', data])
  return JSON.parse(output)[0].client_id
}

async function liveGrants(): Promise<number> {
  const { output } = await runCommand(['grant', 'list', '--json', '--data', data])
  return JSON.parse(output).filter(({ active }: { active: boolean }) => active).length
}

const person = (args: readonly string[], input: string) =>
  runCommand([...args, '--data', data], { atTerminal: true, input })
const script = (args: readonly string[]) => runCommand([...args, '--data', data])

describe('at a terminal', () => {
  test('a client is deleted by typing its name, after the prompt has listed what ends with it', async () => {
    for (const input of ['yes\n', 'ledgerline\n', '\n', '']) {
      const kept = await person(['client', 'delete', client], input)
      assert.deepEqual([kept.code, kept.output], [1, ''])
      assert.match(
        kept.errors,
        /^Delete Ledgerline \(client_[\w-]+\)\?\n\n {2}- 3 grants of 1 user end/,
      )
      assert.match(kept.errors, /Type Ledgerline to continue:\nmandate: Nothing was changed\.\n$/)
    }
    assert.equal(await liveGrants(), 3)
    const deleted = await person(['client', 'delete', client], 'Ledgerline\n')
    assert.equal(deleted.code, 0, deleted.errors)
    assert.match(deleted.output, /is deleted, and with it 3 grants of 1 user\.\n$/)
  })

  test('a change that can be undone, or affects one grant, needs only a yes', async () => {
    const { output } = await script(['grant', 'list', '--json'])
    const [{ grant_id: grant }] = JSON.parse(output)
    for (const [args, question] of [
      [
        ['user', 'disable', 'jo@example.com'],
        /^Disable jo@.*\n\n.*sessions end\n.* 3 grants for 1 client/,
      ],
      [
        ['client', 'disable', client],
        /^Disable Ledgerline .*\n\n.* 3 grants of 1 user are refused/,
      ],
      [
        ['client', 'rotate-secret', client],
        /^Make a new secret .*\n\n.*ends in 7 days, at 20\d\d-/,
      ],
      [['resource', 'rotate-secret', api, '--overlap-seconds', '0'], /ends at once, so everything/],
      [['user', 'reset-password', 'jo@example.com'], /^Give jo@example\.com a new password\?/],
      [['grant', 'revoke', grant], /^End the grant of jo@example\.com for Ledgerline\?/],
      [['grant', 'revoke', '--client', client], /^End 3 grants of 1 user for 1 client\?/],
    ] as const) {
      const kept = await person(args, 'n\n')
      assert.deepEqual([kept.code, kept.output], [1, ''], args.join(' '))
      assert.match(kept.errors, question)
    }
    assert.equal(await liveGrants(), 3)
    const revoked = await person(['grant', 'revoke', '--client', client, '--json'], 'y\n')
    assert.deepEqual(JSON.parse(revoked.output), { revoked: 3 })
  })

  test('--yes skips the prompt', async () => {
    const deleted = await person(['resource', 'delete', api, '--yes'], '')
    assert.deepEqual([deleted.code, deleted.errors], [0, ''])
  })
})

describe('without a terminal', () => {
  test('a change that cannot be undone is refused without --yes, with a list of what would end', async () => {
    for (const [args, sentence] of [
      [['resource', 'delete', api], /Delete Notes .*\? Its secret ends at once/],
      [['grant', 'revoke', '--user', 'jo@example.com'], /End 3 grants of 1 user for 1 client\?/],
      [['client', 'delete', client], /Delete Ledgerline .*\? No grants end at once/],
    ] as const) {
      const refused = await script(args)
      assert.deepEqual([refused.code, refused.output], [2, ''])
      assert.match(refused.errors, sentence)
      assert.match(refused.errors, /^mandate: [^\n]+ add --yes to skip the question\.\n$/)
      assert.equal((await script([...args, '--yes'])).code, 0)
    }
  })

  test('a change that can be undone is made', async () => {
    const ended = await runDocument(['user', 'disable', 'jo@example.com', '--data', data])
    assert.equal(ended['disabled'], true)
    const disabled = await runDocument(['client', 'disable', client, '--data', data])
    assert.equal(disabled['disabled'], true)
    const rotated = await runDocument(['client', 'rotate-secret', client, '--data', data])
    assert.match(String(rotated['client_secret']), /^mdt_cs_/)
  })
})

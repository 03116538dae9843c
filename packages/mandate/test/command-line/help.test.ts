import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandFiles, filesFor } from '../../src/cli/commands.ts'
import { createProgram } from '../../src/cli/program.ts'
import { commandContext, runCommand } from './run-command.ts'

async function helpOf(...command: string[]): Promise<string> {
  const { code, output } = await runCommand([...command, '--help'])
  assert.equal(code, 0)
  return output
}

/** The commands in a help text: `create` and `list` under `Commands:`. */
function commandsIn(help: string): string[] {
  const [, list = ''] = help.split('\nCommands:\n')
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name ?? '')
}

test('every command shows examples before its options, and the common options last', async () => {
  let seen = 0
  const groups: string[][] = [[]]
  for (const group of groups) {
    for (const name of commandsIn(await helpOf(...group))) {
      const command = [...group, name]
      const help = await helpOf(...command)
      if (commandsIn(help).length > 0) {
        groups.push(command)
        continue
      }
      const full = `mandate ${command.join(' ')}`
      assert.match(
        help,
        RegExp(String.raw`^Usage: ${full}.*\n\n[A-Z][\s\S]*\n\nExamples:\n  ${full}`),
        full,
      )
      assert.match(
        help,
        /\n\nCommon options:\n {2}--data <dir>[\s\S]*--config[\s\S]*--json +Output JSON\n/,
      )
      assert.ok(help.indexOf('Examples:') < help.indexOf('ptions:'), full)
      // No example uses an option that the command does not have.
      const [, examples = ''] = /Examples:\n((?: {2}.*\n)+)/.exec(help) ?? []
      for (const [flag] of examples.matchAll(/--[a-z-]+/g)) {
        assert.match(help, RegExp(`^ {2}(-\\w, )?${flag}\\b`, 'm'), `${full}: ${flag}`)
      }
      seen += 1
    }
  }
  assert.ok(seen > 20)
})

test('a command loads only the file that has it', async () => {
  const { commands } = await createProgram(commandContext())
  assert.deepEqual(
    commands.map((command) => command.name()),
    commandFiles.flatMap(({ names }) => names),
  )
  assert.equal(filesFor(['client', 'list']).length, 1)
  assert.match((await runCommand(['cleint', 'list'])).errors, /Did you mean client\?/)
})

test('required options are marked', async () => {
  const help = (await helpOf('resource', 'create')).replace(/\s+/g, ' ')
  assert.match(help, /--name <name> [^-]*\(required\) --uri <uri> [^-]*\(required\)/)
  assert.doesNotMatch(help, /--restricted [^-]*\(required\)/)
})

test('repeating an option is refused unless it takes several values', async () => {
  const twice = await runCommand(['user', 'list', '--data', 'a', '--data=b'])
  assert.deepEqual([twice.code, twice.output], [2, ''])
  assert.equal(twice.errors, 'mandate: --data is given twice; leave one of them out\n')
  const several = [
    '--redirect-uri',
    'https://a.example/cb',
    '--redirect-uri',
    'https://b.example/cb',
  ]
  const refused = await runCommand([
    'client',
    'create',
    '--name',
    'A',
    ...several,
    '--data',
    'nowhere',
  ])
  assert.match(refused.errors, /There is no database in \S+nowhere yet/)
})

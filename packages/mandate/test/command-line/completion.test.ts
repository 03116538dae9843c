import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand } from './run-command.ts'

const { output: script } = await runCommand(['completion', 'bash'])
const directory = mkdtempSync(join(tmpdir(), 'mandate-completion-'))
writeFileSync(join(directory, 'my settings.yaml'), '')

/** What bash offers for each line; the last word is the one being typed. */
function offersFor(lines: readonly (readonly string[])[]): string[][] {
  const asked = lines.map((words) => {
    const quoted = ['mandate', ...words].map((word) => `'${word}'`).join(' ')
    return `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _mandate; echo; printf '%s\\t' "\${COMPREPLY[@]}"`
  })
  const bash = spawnSync('bash', ['--norc', '--noprofile'], {
    ...{ input: [script, ...asked].join('\n'), cwd: directory, encoding: 'utf8' },
  })
  assert.equal(bash.stderr, '')
  const [, ...answers] = bash.stdout.split('\n')
  return answers.map((line) => line.split('\t').filter((offer) => offer !== ''))
}

test('bash completes commands, options and their values, and runs nothing that was typed', () => {
  const trap = join(directory, 'ran')
  const [commands, verbs, flag, text, words, file, level, typed] = offersFor([
    ['cli'],
    ['client', ''],
    ['client', 'create', '--redir'],
    // The value of an option is not a command.
    ['client', 'create', '--name', 'cl'],
    ['completion', ''],
    ['doctor', '--config', 'my'],
    ['serve', '--host', 'client', '--log-l'],
    [`$(touch ${trap})`, `$(touch ${trap})`],
  ])
  assert.deepEqual(commands, ['client', 'client-domain'])
  assert.deepEqual(verbs?.slice(0, 3), ['create', 'list', 'show'])
  assert.deepEqual(flag, ['--redirect-uri'])
  assert.deepEqual(text, [])
  assert.deepEqual(words?.slice(0, 3), ['bash', 'zsh', 'fish'])
  assert.deepEqual(file, ['my settings.yaml'])
  assert.deepEqual(level, ['--log-level'])
  assert.deepEqual(typed, [])
  assert.ok(!existsSync(trap))
})

test('another shell is refused with the ones that there are', async () => {
  const { code, errors } = await runCommand(['completion', 'tcsh'])
  assert.equal(code, 2)
  assert.match(errors, /bash, zsh, fish/)
})

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { needs } from '../../../../scripts/debian/programs.ts'
import { runCommand } from './run-command.ts'

const directory = mkdtempSync(join(tmpdir(), 'mandate-completion-'))

async function scriptFor(shell: string): Promise<string> {
  const { output } = await runCommand(['completion', shell])
  const file = join(directory, `mandate.${shell}`)
  writeFileSync(file, output)
  return file
}

function run(program: string, ...parameters: string[]): string {
  const ended = spawnSync(program, parameters, { encoding: 'utf8', cwd: directory })
  assert.equal(ended.status, 0, ended.stderr)
  return ended.stdout
}

test('fish completes commands and options, with what they are for', needs('fish'), async () => {
  const script = await scriptFor('fish')
  const offers = (line: string) =>
    run('fish', '--no-config', '-c', `source ${script}; complete -C '${line}'`)
  assert.match(offers('mandate client cr'), /^create\tRegister a client/)
  assert.match(offers('mandate client create --redir'), /^--redirect-uri\t\w/)
  assert.equal(offers('mandate completion '), 'bash\nfish\nzsh\n')
})

/** Types a line into a zsh with its own terminal, and prints the line as zsh completed it. */
const typing = (script: string, line: string) => `
zmodload zsh/zpty
zpty shell 'zsh -f -i'
zpty -w shell "PS1='> '; autoload -Uz compinit; compinit -u -D; source ${script}; print REA''DY"
zpty -r shell seen '*READY*2004h*'
zpty -w -n shell $'${line} SEEN'
zpty -r shell seen '*SEEN*'
print -r -- "$seen"
zpty -d shell`

test('zsh completes commands and options', needs('zsh'), async () => {
  const script = await scriptFor('zsh')
  const seen = run('zsh', '-f', '-c', typing(script, String.raw`mandate client cr\t--redi\t`))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told
  const line = seen.replace(/\u001b\[\??[\d;]*[a-zA-Z]|[\b\r]/g, '')
  assert.match(line, /client create +--redirect-uri/)
})

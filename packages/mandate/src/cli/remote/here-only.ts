/**
 * The commands that have no line in `commands.ts`, and why. `test/command-line/remote.test.ts` fails
 * for a command that is in neither.
 */

const MACHINE = 'it is about files or processes of that machine'
const KEYS = 'it changes the key file, which never leaves that machine'
const DATABASE = 'it reads or writes the database itself, past every rule'
const INPUT = 'it reads or writes files beside the database'
const LATER = 'use the console or the admin API of the server'

export const hereOnly: Readonly<Record<string, string>> = {
  ...of(MACHINE, [
    'init',
    'serve',
    'demo',
    'doctor',
    'setup-link',
    'completion',
    'login',
    'logout',
  ]),
  ...of(MACHINE, ['clock show', 'clock trust', 'mail test', 'settings', 'words', 'provider check']),
  ...of(DATABASE, ['backup', 'restore', 'migrate', 'audit verify', 'audit export', 'audit schema']),
  ...of(KEYS, ['keys rotate', 'keys retire', 'keys import', 'keys protect']),
  ...of(INPUT, ['user import', 'user export']),
  ...of(LATER, []),
}

function of(reason: string, commands: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(commands.map((command) => [command, reason]))
}

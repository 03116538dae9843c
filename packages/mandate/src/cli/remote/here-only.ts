/**
 * The commands that will never work against a server elsewhere, and why. Others without a line in
 * `commands.ts` just have none yet; the console and the admin API can do what they do.
 */

const MACHINE = 'it is about files or processes of that machine'
const KEYS = 'it changes the key file, which never leaves that machine'
const DATABASE = 'it reads or writes the database itself, past every rule'
const SAME = 'it is the same for every server, so leave out --server'
const INPUT = 'it reads or writes files beside the database'

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
  ...of(MACHINE, ['clock show', 'clock trust', 'mail test', 'words', 'provider check']),
  ...of(DATABASE, ['backup', 'restore', 'migrate', 'audit verify', 'audit export']),
  ...of(SAME, ['audit schema', 'webhook events']),
  ...of(KEYS, ['keys rotate', 'keys retire', 'keys import', 'keys protect']),
  ...of(INPUT, ['user import', 'user export']),
}

function of(reason: string, commands: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(commands.map((command) => [command, reason]))
}

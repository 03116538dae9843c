/**
 * Secrets for what is new and has none in the declared file. They are written to a file of this user,
 * one line of JSON each, and are on the disk before they are stored anywhere else.
 */

import { closeSync, existsSync, fsyncSync, openSync, statSync, writeSync } from 'node:fs'
import { type MadeSecret, madeName } from '../../apply/referred-to.ts'
import { newSecret } from '../../clients/registration.ts'
import { readTextFile } from '../../settings/text-file.ts'
import type { Random } from '../../time-and-chance.ts'
import { newWebhookSecret } from '../../webhooks/secret.ts'
import { CommandRefused } from '../command.ts'

/** A line of the file. */
interface Line {
  readonly client_id?: string
  readonly client_secret?: string
  readonly webhook?: string
  readonly webhook_secret?: string
}

/** By `madeName`. Those that an interrupted run has written already are taken. Throws `CommandRefused`. */
export function makeSecrets(
  path: string,
  makes: readonly MadeSecret[],
  random: Random,
): Readonly<Record<string, string>> {
  const known = knownIn(path)
  const made = makes.map((what) => {
    const name = madeName(what)
    const before = known.get(name)
    if (before !== undefined) return [name, before] as const
    const secret =
      what.kind === 'webhook_secret' ? newWebhookSecret(random) : newSecret(random).secret
    append(path, `${JSON.stringify(lineOf(what, secret))}\n`)
    return [name, secret] as const
  })
  return Object.fromEntries(made)
}

function lineOf({ kind, id }: MadeSecret, secret: string): Line {
  return kind === 'webhook_secret'
    ? { webhook: id, webhook_secret: secret }
    : { client_id: id, client_secret: secret }
}

function knownIn(path: string): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  if (!existsSync(path)) return known
  const lines = readTextFile(path).split('\n')
  for (const [place, text] of lines.entries()) {
    if (text.trim() === '') continue
    const line = parsed(text)
    if (line === undefined) {
      throw new CommandRefused(
        `Line ${place + 1} of ${path} is not one that mandate apply has written; give --new-secrets another file.`,
      )
    }
    const { client_id, client_secret, webhook, webhook_secret } = line
    if (client_id !== undefined && client_secret !== undefined) {
      known.set(madeName({ kind: 'client_secret', id: client_id }), client_secret)
    }
    if (webhook !== undefined && webhook_secret !== undefined) {
      known.set(madeName({ kind: 'webhook_secret', id: webhook }), webhook_secret)
    }
  }
  return known
}

function parsed(text: string): Line | undefined {
  try {
    const line = JSON.parse(text)
    return typeof line === 'object' && line !== null ? line : undefined
  } catch {
    return undefined
  }
}

/** For this user only. Throws `CommandRefused`. */
function append(path: string, line: string): void {
  const file = openSync(path, 'a', 0o600)
  try {
    if ((statSync(path).mode & 0o077) !== 0 && process.platform !== 'win32') {
      throw new CommandRefused(`${path} can be read by others; run: chmod 600 ${path}`)
    }
    writeSync(file, line)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

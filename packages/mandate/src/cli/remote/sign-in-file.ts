/**
 * Where the sign-in to a server is kept: one file for each server in the user's configuration
 * directory, readable by that user alone.
 */

import { hash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createPrivateFile, replacePrivateFile } from '../../new-file.ts'
import { type CommandContext, CommandRefused } from '../command.ts'

/** A sign-in by the device flow. */
export interface SignIn {
  readonly server: string
  readonly client_id: string
  readonly scope: string
  readonly access_token: string
  /** In seconds since 1970. */
  readonly expires_at: number
  readonly refresh_token: string
  /** Of a refresh whose answer has not come; it is asked for again with this key. */
  readonly refresh_key?: string
}

/** `$XDG_CONFIG_HOME/mandate/servers/…`, or below `~/.config` (XDG Base Directory Specification). */
export function signInFile({ environment }: CommandContext, server: string): string {
  const { XDG_CONFIG_HOME: named } = environment
  const config = named?.startsWith('/') ? named : join(environment['HOME'] ?? homedir(), '.config')
  const name = `${new URL(server).hostname}-${hash('sha256', server, 'hex').slice(0, 8)}.json`
  return join(config, 'mandate', 'servers', name)
}

/** Undefined if there is none. Throws `CommandRefused` if others can read the file, or it is damaged. */
export function readSignIn(path: string): SignIn | undefined {
  if (!existsSync(path)) return undefined
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new CommandRefused(`Others can read ${path}: chmod 600 it, or sign in again`)
  }
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as SignIn
  } catch {
    throw new CommandRefused(`${path} is damaged; delete it and sign in again`)
  }
}

/** Throws the file system's error. */
export function writeSignIn({ random }: CommandContext, path: string, signIn: SignIn): void {
  const text = `${JSON.stringify(signIn, null, 2)}\n`
  if (!createPrivateFile(path, text, random)) replacePrivateFile(path, random, () => text)
}

export function forgetSignIn(path: string): void {
  rmSync(path, { force: true })
}

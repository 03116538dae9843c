/**
 * The platform's users, in a file, together with the changes that were not yet sent to Mandate.
 * Both are written at once, so they stay consistent.
 */

import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Change } from '@mandate/sign-in'

export interface User {
  /** Never reused. */
  readonly id: string
  readonly email: string
  readonly emailVerified: boolean
  readonly name: string
  readonly isAdmin: boolean
  readonly disabled: boolean
  readonly passwordHash: string
}

/** What an administrator can do to a user. */
export type Act = 'disable' | 'enable' | 'sign_out' | 'delete'

export interface Users {
  list(): readonly User[]
  find(id: string): User | undefined
  /** The user with this address and password. */
  verify(email: string, password: string): User | undefined
  /** Makes the change and stores it for Mandate. */
  act(user: User, act: Act): void
  /** Changes not yet sent to Mandate, oldest first. */
  untold(): readonly Change[]
  /** Removes changes that were sent to Mandate. */
  told(changes: readonly Change[]): void
}

interface Table {
  readonly users: readonly User[]
  readonly untold: readonly Change[]
}

/** Opens the file, or creates it with three users who all have this password. */
export function openUsers(path: string, password: string): Users {
  let table = read(path) ?? { users: firstUsers(password), untold: [] }
  function save(next: Table): void {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(`${path}.new`, JSON.stringify(next, null, 2), { mode: 0o600, flush: true })
    renameSync(`${path}.new`, path)
    table = next
  }
  save(table)

  const find = (id: string) => table.users.find((user) => user.id === id)
  return {
    find,
    list: () => table.users,
    verify(email, password) {
      const user = table.users.find((one) => one.email === email.trim().toLowerCase())
      // An unknown address takes as long as a wrong password.
      const isRight = matches(password, user?.passwordHash ?? NOBODY)
      return isRight ? user : undefined
    },
    act(user, act) {
      const others = table.users.filter(({ id }) => id !== user.id)
      const disabled = act === 'disable' || (user.disabled && act !== 'enable')
      const changed = table.users.map((one) => (one.id === user.id ? { ...one, disabled } : one))
      const change: Change = { subject: user.id, change: act }
      save({
        users: act === 'delete' ? others : changed,
        untold: [...table.untold, change],
      })
    },
    untold: () => table.untold,
    told: (changes) =>
      save({ ...table, untold: table.untold.filter((change) => !changes.includes(change)) }),
  }
}

function read(path: string): Table | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`${path} is damaged: remove it to start with new users`, { cause: error })
  }
}

function firstUsers(password: string): readonly User[] {
  return ['Ada Lindqvist', 'Ben Okafor', 'Cleo Marchetti'].map((name, index) => ({
    id: `u_${1001 + index}`,
    email: `${name.split(' ')[0]?.toLowerCase()}@notewell.example`,
    emailVerified: true,
    name,
    isAdmin: index === 0,
    disabled: false,
    passwordHash: hash(password, randomBytes(16)),
  }))
}

function hash(password: string, salt: Buffer): string {
  return `${salt.toString('base64url')}.${scryptSync(password, salt, 32).toString('base64url')}`
}

function matches(password: string, passwordHash: string): boolean {
  const salt = Buffer.from(passwordHash.split('.')[0] ?? '', 'base64url')
  return timingSafeEqual(Buffer.from(hash(password, salt)), Buffer.from(passwordHash))
}

const NOBODY = hash(randomUUID(), randomBytes(16))

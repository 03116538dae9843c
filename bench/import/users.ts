/**
 * Files of any number of users, always the same ones: with the lengths that real ones have, in no
 * order of address or id, one in fifty disabled and one in twenty without a password.
 */

import { hash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { seeded } from '../growth/simulation.ts'

const FIRST = [
  'Ada',
  'Grace',
  'Alan',
  'Edsger',
  'Barbara',
  'Noor',
  'Yusuf',
  'Mei',
  'Ingrid',
  'José',
]
const LAST = [
  'Lovelace',
  'Hopper',
  'Turing',
  'Dijkstra',
  'Liskov',
  'Khan',
  'Demir',
  'Lin',
  'Nyström',
]
const HOSTS = ['mail.example', 'post.example', 'company.example']

const PROVIDER = 'https://login.platform.example'

/** Writes `count` users to a CSV file. Returns its size in bytes. */
export async function writeUsers(path: string, count: number): Promise<number> {
  const file = createWriteStream(path)
  file.write(
    'email,email_verified,name,subject,provider,provider_subject,password_hash,created_at,disabled\n',
  )
  const random = seeded(7)
  let lines = ''
  for (let place = 0; place < count; place++) {
    lines += lineOf(place, random)
    if (lines.length < 65_536) continue
    if (!file.write(lines)) await once(file, 'drain')
    lines = ''
  }
  file.end(lines)
  await once(file, 'close')
  return file.bytesWritten
}

function lineOf(place: number, random: () => number): string {
  const digest = hash('sha256', String(place))
  const first = pick(FIRST, random)
  const last = pick(LAST, random)
  const email =
    `${first}.${last}.${digest.slice(0, 6)}${place}@${pick(HOSTS, random)}`.toLowerCase()
  const subject = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`
  // Shaped like bcrypt; nobody knows a password for it.
  const salted = Buffer.from(digest + digest, 'hex')
    .toString('base64')
    .replaceAll(/[+=]/g, '.')
  const password = random() < 0.95 ? `$2b$12$${salted.slice(0, 21)}u${salted.slice(22, 52)}i` : ''
  const createdAt = 1_400_000_000 + Math.floor(random() * 380_000_000)
  return [
    ...[email, random() < 0.9, `${first} ${last}`, subject, PROVIDER, String(1_000_000 + place)],
    ...[password, createdAt, random() < 0.02],
  ]
    .join(',')
    .concat('\n')
}

function pick(from: readonly string[], random: () => number): string {
  return from[Math.floor(random() * from.length)] ?? ''
}

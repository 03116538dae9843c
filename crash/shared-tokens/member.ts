/**
 * A process as command-line tools are: it reads the refresh token from a file, refreshes, and writes the
 * new one back. There is no lock, and no `Idempotency-Key`. Between two refreshes it often goes on with
 * what it has in memory, whatever the file says by then. One argument: the file with its settings.
 *
 *     working ──(a line on standard input)──▶ one last refresh ──▶ ended, with 0
 */

import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { chanceFrom } from '../chance.ts'
import { observedFetch } from '../clients/observed-fetch.ts'
import { openJournal, type Told } from '../journal.ts'
import { openVault } from '../vault.ts'
import type { MemberSettings, TokenFile } from './settings.ts'

const TIME_LIMIT_MS = 5_000
/** The share of refreshes before which it looks at the file. */
const READS = 0.5

const settings: MemberSettings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const { name, grant, issuer, clientId, file, longestPauseMs } = settings
const journal = openJournal(settings.journalDirectory, name)
const vault = openVault(settings.vaultDirectory)
const send = observedFetch(name, { journal, vault })
const chance = chanceFrom(`${settings.seed}/${name}/${process.pid}`)

let finishing = false
process.stdin.once('data', () => {
  finishing = true
})
// The program's parent is gone.
process.stdin.once('end', () => process.exit(1))

let held = read()
process.stdout.write('working\n')
let outcome = 'ok'
while (!finishing && outcome !== 'invalid_grant') {
  await sleep(chance.between(0, longestPauseMs))
  if (chance.next() < READS) held = read()
  outcome = await refresh('refresh')
}
// The laboratory waits until this process works before it kills it, so it goes on after its grant ended.
while (!finishing) await sleep(100)
while (outcome !== 'invalid_grant') {
  outcome = await refresh('last refresh')
  if (outcome === 'ok') break
  await sleep(chance.between(0, 200))
}
process.exit(0)

function read(): string {
  const kept: TokenFile = JSON.parse(readFileSync(file, 'utf8'))
  return kept.refreshToken
}

/** As a tool does that cares no more than for a whole file: the last one to write wins. */
function write(refreshToken: string): void {
  const kept: TokenFile = { refreshToken }
  const whole = `${file}.${process.pid}`
  writeFileSync(whole, JSON.stringify(kept), { mode: 0o600 })
  renameSync(whole, file)
}

async function refresh(call: Told['call']): Promise<string> {
  const said = await ask().catch(() => 'server_unavailable')
  journal({ what: 'told', grant, call, outcome: said })
  return said
}

async function ask(): Promise<string> {
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: held }
  const response = await send(`${issuer}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  })
  const body: Readonly<Record<string, unknown>> = JSON.parse(await response.text())
  if (response.status === 503) return 'server_unavailable'
  if (typeof body['refresh_token'] !== 'string') return String(body['error'])
  held = body['refresh_token']
  write(held)
  return 'ok'
}

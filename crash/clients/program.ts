/**
 * A client program: what an integrating system runs. It uses `@mandate/client` as documented,
 * refreshes all its grants over and over, and may be killed at any moment; after a restart it
 * finds its records and continues. One argument: the file with its settings.
 *
 *     working ──(a line on standard input)──▶ one last refresh of each grant ──▶ ended, with 0
 */

import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createClient,
  fileStore,
  MandateError,
  memoryStore,
  type TokenStore,
} from '../../packages/client/src/index.ts'
import { chanceFrom } from '../chance.ts'
import { monotonic, openJournal, type Told } from '../journal.ts'
import { openVault } from '../vault.ts'
import { observedFetch } from './observed-fetch.ts'
import type { ProgramGrant, ProgramSettings } from './settings.ts'

const settings: ProgramSettings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const journal = openJournal(settings.journalDirectory, settings.name)
const vault = openVault(settings.vaultDirectory)
globalThis.fetch = observedFetch(settings.name, { journal, vault })

const client = createClient({ ...settings, store: await openStore() })
const basic = Buffer.from(`${settings.clientId}:${settings.clientSecret}`).toString('base64')

let finishing = false
process.stdin.once('data', () => {
  finishing = true
})
// The program's parent is gone.
process.stdin.once('end', () => process.exit(1))

process.stdout.write('working\n')
await Promise.all(settings.grants.map(work))
process.exit(0)

async function openStore(): Promise<TokenStore> {
  const files = fileStore(settings.storeDirectory)
  if (settings.store === 'file') return files
  const memory = memoryStore()
  for (const { grantKey } of settings.grants) {
    const held = await files.load(grantKey)
    if (held !== undefined) await memory.save(grantKey, held.record, 0)
  }
  return memory
}

async function work(grant: ProgramGrant): Promise<void> {
  const chance = chanceFrom(`${settings.seed}/${grant.grant}/${process.pid}`)
  while (!finishing) {
    await sleep(chance.between(0, settings.longestPauseMs))
    const due = grant.revokeAt !== null && monotonic() >= grant.revokeAt
    const outcome = due ? await call(grant, 'revoke') : await call(grant, 'refresh')
    if (outcome === 'signed_out' || (due && outcome === 'ok')) return
    if (chance.next() < 0.3) await introspect(vault.of(grant.grant, 'at').at(-1)?.token)
  }
  if (grant.revokeAt !== null) {
    while ((await call(grant, 'revoke')) === 'server_unavailable');
    return
  }
  while ((await call(grant, 'last refresh')) === 'server_unavailable');
}

async function call(grant: ProgramGrant, kind: Told['call']): Promise<string> {
  const handle = client.grant(grant.grantKey)
  let outcome = 'ok'
  try {
    await (kind === 'revoke' ? handle.revoke() : handle.refresh())
  } catch (error) {
    outcome = error instanceof MandateError ? error.code : `${error}`
    if (error instanceof MandateError && error.because === 'unknown_grant') outcome = 'signed_out'
  }
  journal({ what: 'told', grant: grant.grant, call: kind, outcome })
  return outcome
}

/** Asks once whether one of its tokens is good; the answer is for the journal. */
async function introspect(token: string | undefined): Promise<void> {
  if (token === undefined) return
  const request = {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ token }),
    signal: AbortSignal.timeout(10_000),
  }
  await fetch(`${settings.issuer}/oauth2/introspect`, request).then(
    () => {},
    () => {},
  )
}

/** Data directories with rows in every table, for commands that read all of them. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { ACT } from '../act.ts'
import { grant, grantId, NOW, ofAccount } from '../store/contract/samples.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runDocument } from './run-command.ts'

export interface FilledData {
  /** An empty folder around the data directory. */
  readonly folder: string
  readonly data: string
  readonly database: string
  readonly keys: string
}

/** A user, a client, an API and that many grants, in a data directory's embedded database. */
export async function filledData(grants = 3): Promise<FilledData> {
  const folder = temporaryDirectory()
  const data = join(folder, 'data')
  const [database, keys] = [join(data, 'mandate.db'), join(data, 'keys.json')]
  const commands = [
    ['user', 'create', '--init', 'jo@example.com'],
    [
      'client',
      'create',
      '--init',
      '--name',
      'Ledgerline',
      '--redirect-uri',
      'https://a.example/cb',
    ],
    ['resource', 'create', '--init', '--name', 'Notes', '--uri', 'https://notes.example'],
  ]
  for (const command of commands) await runDocument([...command, '--data', data])
  const { current } = JSON.parse(readFileSync(keys, 'utf8'))
  const store = await openSqliteStore({ path: database })
  const [client] = (await store.clients.list({ limit: 1 })).rows
  const [account] = (await store.accounts.list({ limit: 1 })).rows
  const parties = { clientId: client?.id ?? '', subject: ofAccount(account?.id ?? '') }
  const sample = { ...grant, ...parties, keyId: current, expiresAt: 4_000_000_000 }
  const all = Array.from({ length: grants }, (_, index) => index + 1)
  await Promise.all(
    all.map((number) =>
      store.grants.insert({ ...sample, id: grantId(number), generation: number % 7 }, ACT),
    ),
  )
  await store.attempts.add([{ name: 'the address of somebody', most: 1, seconds: 60 }], NOW)
  const recovery = { id: 'earlier', restoredAt: NOW, acceptNewerUntil: 4_000_000_000 }
  await store.recoveries.insert(recovery, ACT)
  await store.close()
  return { folder, data, database, keys }
}

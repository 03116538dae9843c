/** Data directories with something in them, for commands that look at all of it. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { temporaryDirectory } from './mandate-process.ts'
import { runDocument } from './run-command.ts'

export interface FilledData {
  /** An empty folder around it. */
  readonly folder: string
  readonly data: string
  readonly database: string
  readonly keys: string
}

/** A user, a client, an API and so many grants, in the embedded database of a data directory. */
export async function filledData(grants = 3): Promise<FilledData> {
  const folder = temporaryDirectory()
  const data = join(folder, 'data')
  const [database, keys] = [join(data, 'mandate.db'), join(data, 'keys.json')]
  const commands = [
    ['user', 'create', 'jo@example.com'],
    ['client', 'create', '--name', 'Ledgerline', '--redirect-uri', 'https://a.example/cb'],
    ['resource', 'create', '--name', 'Notes', '--uri', 'https://notes.example'],
  ]
  for (const command of commands) await runDocument([...command, '--data', data])
  const { current } = JSON.parse(readFileSync(keys, 'utf8'))
  const connection = new DatabaseSync(database)
  connection.exec(`
    WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted LIMIT ${grants})
    INSERT INTO grants (id, client_id, account_id, scope, resource, seed, auth_time, created_at,
      generation, key_id, expires_at)
    SELECT printf('%032x', n), clients.id, accounts.id, 'all', '[]', randomblob(32), 1700000000,
      1700000000, n % 7, '${current}', 4000000000 FROM counted, clients, accounts;
    INSERT INTO attempts VALUES ('address of somebody', 3, 1700000000);
    INSERT INTO recoveries VALUES ('earlier', 1700000000, 4000000000)`)
  connection.close()
  return { folder, data, database, keys }
}

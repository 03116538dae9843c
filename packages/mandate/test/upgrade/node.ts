/**
 * `node.ts before|after DATA`: a server of the older or the newer version, as `mandate serve` would
 * start it, on the database and the port from the environment. The programs differ in the migrations
 * that they know.
 */

import { randomBytes } from 'node:crypto'
import { argv, cwd, env, stdout } from 'node:process'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { keyFilePath } from '../../src/keys/place.ts'
import { createAuditTrail } from '../../src/runtime/audit-trail.ts'
import { openKeys } from '../../src/runtime/open-keys.ts'
import { startServer } from '../../src/runtime/running-server.ts'
import { stopSignal } from '../../src/runtime/stop-signal.ts'
import { readSettings } from '../../src/settings/in-force.ts'
import { isPostgresUrl } from '../../src/settings/postgres-url.ts'
import { openPostgresEngine } from '../../src/store/postgres/open.ts'
import { openSqliteEngine } from '../../src/store/sqlite/open.ts'
import { createStore } from '../../src/store/store.ts'
import { versions } from './migrations.ts'

const [, , version, data = ''] = argv
const context = {
  clock: { now: () => Math.floor(Date.now() / 1000) },
  random: (bytes: number) => randomBytes(bytes),
}
const settings = readSettings({ flags: { data }, environment: env, workingDirectory: cwd() })
const path = keyFilePath(data)
const file = readKeyFile({ path })
if (file === undefined) throw new Error('there are no keys')
const { database } = settings
const known = versions(isPostgresUrl(database) ? 'postgres' : 'sqlite')
const list = version === 'after' ? known.after : known.before
const stopped = stopSignal()
const engine = isPostgresUrl(database)
  ? await openPostgresEngine({ url: database }, list)
  : await openSqliteEngine({ path: database }, list)
const trail = createAuditTrail(file.keys, 'upgrade')
const store = createStore(engine, { audit: trail.hooks })
const opened = await openKeys(context, store, {
  place: { path },
  file,
  role: 'server',
  title: database,
})
const { ring: keys, signing, seals } = opened.live
const running = await startServer(
  context,
  { settings, keys, signing, seals, opened, store, trail },
  { log: undefined },
)
stdout.write('ready\n')
await stopped
await running.close()
await store.close()

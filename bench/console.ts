/**
 * What each page of the console costs with a million users and ten million grants: processor time of
 * the whole request, with the small share of the client that asks. Prints a table and writes
 * `docs/console-performance.md`.
 *
 *     npm run bench:console [-- --accounts 1000000 --grants-each 10 --turns 20 --from DIRECTORY]
 *
 * `--from` uses the database that an earlier run has left there with `--keep DIRECTORY`. Filling it
 * takes minutes and some 8 GB.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSqliteEngine } from '../packages/mandate/src/store/sqlite/open.ts'
import { newOperator } from '../packages/mandate/test/console-visitor.ts'
import { startServer } from '../packages/mandate/test/running-server.ts'
import { everyPage } from './console/addresses.ts'
import { type Cost, consoleDocument, rowOf } from './console/document.ts'
import { fill } from './console/filling.ts'
import type { Filling } from './console/rows.ts'

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000000' },
    'grants-each': { type: 'string', default: '10' },
    turns: { type: 'string', default: '20' },
    from: { type: 'string' },
    keep: { type: 'string' },
  },
})
const WARM_UP = 3
const turns = Number(values.turns)
const directory = values.from ?? values.keep ?? mkdtempSync(join(tmpdir(), 'mandate-console-'))
const path = join(directory, 'mandate.db')
const filling: Filling = {
  accounts: Number(values.accounts),
  grantsEach: Number(values['grants-each']),
  clients: 1_000,
  facts: Math.ceil(Number(values.accounts) * 2),
  now: Math.floor(Date.now() / 1000),
}
/** What the database was filled with: the ids of its rows depend on it. */
const note = join(directory, 'filling.json')

if (existsSync(note)) Object.assign(filling, JSON.parse(readFileSync(note, 'utf8')))
else {
  const began = performance.now()
  await (await openSqliteEngine({ path })).close()
  fill(path, filling, (done) => {
    console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${done}`)
  })
  writeFileSync(note, JSON.stringify(filling))
}

await using server = await startServer({
  database: path,
  settings: { consoleRequiresSecondFactor: false },
})
const { visitor } = await newOperator(server, 'owner')
const costs: Cost[] = []
for (const { page, address } of everyPage(filling)) {
  const spent: number[] = []
  let status = 0
  for (let turn = 0; turn < WARM_UP + turns; turn++) {
    const before = process.cpuUsage()
    const answer = await visitor.get(address(turn))
    await answer.text()
    const { user, system } = process.cpuUsage(before)
    status = answer.status
    if (turn >= WARM_UP) spent.push((user + system) / 1000)
  }
  const cost = { page, status, spent: spent.toSorted((one, other) => one - other) }
  costs.push(cost)
  console.log(rowOf(cost))
}
const text = consoleDocument(costs, {
  accounts: filling.accounts,
  grants: filling.accounts * filling.grantsEach,
  bytes: statSync(path).size,
  turns,
  machine: `${cpus()[0]?.model}, ${cpus().length} cores, Linux ${release().split('-')[0]}, Node ${process.version}`,
  load: loadavg()[0] ?? 0,
})
writeFileSync(new URL('../docs/console-performance.md', import.meta.url), text)
if (values.from === undefined && values.keep === undefined) {
  await server.close()
  rmSync(directory, { recursive: true })
}

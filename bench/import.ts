/**
 * What `mandate user import` does in a second, and what it takes: users with ready-made hashes, on
 * both engines, into an empty database; and how fast refreshes stay beside it.
 *
 *     npm run bench:import [-- --most 100000 --engine SQLite|PostgreSQL]
 *     npm run bench:import -- --users 1000000 users.csv      only writes the file of users
 *
 * Prints a table, and writes `docs/performance/import.json` and the tables of
 * `docs/guides/import-users.md`.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { REFRESHES_A_SECOND, refreshing } from './import/beside.ts'
import { guide, guideText, resultsFile, tablesText } from './import/document.ts'
import { emptyPlace, servedPlace } from './import/places.ts'
import {
  type BesideFigures,
  type EngineName,
  engines,
  type ImportFigures,
  type Results,
} from './import/result.ts'
import { runImport } from './import/run.ts'
import { writeUsers } from './import/users.ts'
import { describeMachine, loadNow } from './measure/machine.ts'

const GRANTS = 10_000
const ALONE_MS = 10_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    most: { type: 'string', default: '1000000' },
    engine: { type: 'string' },
    users: { type: 'string' },
  },
})

if (values.users === undefined) await measureAll()
else await writeUsers(positionals[0] ?? 'users.csv', Number(values.users))

async function measureAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-users-'))
  try {
    const before = loadNow()
    const sizes = [100_000, 1_000_000].filter((size) => size <= Number(values.most))
    const files = new Map<number, string>()
    for (const users of sizes) {
      files.set(users, join(folder, `${users}.csv`))
      await writeUsers(files.get(users) ?? '', users)
    }
    const imports: ImportFigures[] = []
    const beside: BesideFigures[] = []
    for (const engine of engines.filter((one) => one === (values.engine ?? one))) {
      for (const [users, file] of files) {
        imports.push(await measureImport(engine, { users, file }))
        console.error(JSON.stringify(imports.at(-1)))
      }
      beside.push(await measureBeside(engine, { users: 100_000, file: files.get(100_000) ?? '' }))
      console.error(JSON.stringify(beside.at(-1)))
    }
    const { processor, cores, memoryGigabytes, system } = describeMachine()
    const results: Results = {
      machine: `${processor}, ${cores} cores, ${memoryGigabytes} GB, ${system}, Node ${process.version}`,
      load: [before, loadNow()],
      ...{ imports, beside },
    }
    console.log(tablesText(results))
    // A part of the measurement is for looking at.
    if (values.engine !== undefined || sizes.length < 2) return
    mkdirSync(join(resultsFile, '..'), { recursive: true })
    writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`)
    writeFileSync(guide, guideText())
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Users {
  readonly users: number
  readonly file: string
}

async function measureImport(engine: EngineName, { users, file }: Users): Promise<ImportFigures> {
  const place = await emptyPlace(engine)
  try {
    const before = place.databaseTime()
    const run = await runImport(file, { ...place, users })
    const after = place.databaseTime()
    return {
      ...{ engine, users, rate: Math.round(users / run.seconds) },
      command: Math.round(run.processorTime / users),
      database: before === null || after === null ? null : Math.round((after - before) / users),
      peakMegabytes: Math.round(run.peakMegabytes),
    }
  } finally {
    await place.remove()
  }
}

async function measureBeside(engine: EngineName, { users, file }: Users): Promise<BesideFigures> {
  const { served, remove, ...place } = await servedPlace(engine, GRANTS)
  const clients = await refreshing(served, GRANTS)
  try {
    await clients.during(pause(1_000))
    const alone = await clients.during(pause(ALONE_MS))
    const importing = runImport(file, { ...place, users })
    const [{ seconds }, beside] = await Promise.all([importing, clients.during(importing)])
    const rate = Math.round(users / seconds)
    return { ...{ engine, refreshes: REFRESHES_A_SECOND, alone, beside, rate } }
  } finally {
    clients.close()
    await remove()
  }
}

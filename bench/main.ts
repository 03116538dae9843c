import { startGenerators } from './load/generators.ts'
import { startDatabase } from './measure/database.ts'
import { median, quantile } from './report/statistics.ts'
import { runRounds } from './rounds.ts'
import { openBare } from './subjects/bare.ts'
import { createDriver } from './subjects/drive.ts'
import { openMandate } from './subjects/mandate.ts'
import { openOidcProvider } from './subjects/oidc-provider.ts'

const database = await startDatabase()
const generators = await startGenerators()
const crew = { generators, connections: 64 }
const mandate = await openMandate({})
const bare = await openBare({ ...mandate, sizes: { tokens: 320, introspection: 250 } })
const mpg = await openMandate({ place: await database.create('mandate') })
const oidc = await openOidcProvider()
const opg = await openOidcProvider(await database.create('oidc'))
const subjects = [bare, mandate, mpg, oidc, opg]
const drivers = []
for (const s of subjects) drivers.push(await createDriver(s, crew))
const seen = await runRounds(
  { drivers, loops: [] },
  { rounds: 3, seconds: 1, warmUpSeconds: 1, latency: true },
  () => {},
)
for (const s of seen) {
  const l = s.half.flatMap((h) => h.sample.latencies)
  const late = s.half.flatMap((h) => h.sample.lateness)
  console.log(
    s.work.padEnd(30),
    s.subject.name.padEnd(30),
    median(s.full.map((f) => f.server))
      .toFixed(0)
      .padStart(6),
    median(s.full.map((f) => f.database ?? 0))
      .toFixed(0)
      .padStart(6),
    median(s.full.map((f) => f.requests / f.seconds))
      .toFixed(0)
      .padStart(7),
    median(s.full.map((f) => f.generator ?? 0))
      .toFixed(2)
      .padStart(6),
    ...[0.5, 0.99, 0.999].map((q) => quantile(l, q).toFixed(0).padStart(7)),
    l.length,
    ...[0.5, 0.99].map((q) => quantile(late, q).toFixed(0).padStart(7)),
  )
}
await Promise.all(subjects.map((s) => s.stop()))
await generators.stop()
await database.remove()

/**
 * Everything that a run starts and stops. Idle processes cost nothing, so all of them run
 * from the first round to the last, and the work alternates between them.
 */

import { join } from 'node:path'
import { type Generators, startGenerators } from './load/generators.ts'
import { type Place, startDatabase } from './measure/database.ts'
import type { Cast } from './rounds.ts'
import { openBare } from './subjects/bare.ts'
import { createDriver } from './subjects/drive.ts'
import { openGuard, openRowUpdates, openSignature, SIGNATURES } from './subjects/loops.ts'
import { type Mandate, openMandate } from './subjects/mandate.ts'
import { betterAuth, oauth2Server, oidcProvider, openPeer } from './subjects/peer.ts'
import type { LoopSubject, ServerSubject } from './subjects/subject.ts'

export interface Stage extends Cast {
  readonly generators: Generators
  /** PostgreSQL's version and settings; undefined if there is none on this stage. */
  readonly database: { readonly version: string; readonly durability: string } | undefined
  /** Algorithm and cost of Mandate's password hashes. */
  readonly passwordCost: string
  close(): Promise<void>
}

/**
 * `few`: bare `node:http`, Mandate on SQLite, and oidc-provider in memory. `versions`: Mandate on both
 * engines, and the Mandate of another checkout on both, opened by that checkout's own bench.
 */
export async function openStage(options: {
  readonly who: 'all' | 'few' | { readonly versions: string }
  readonly connections: number
  readonly progress: (text: string) => void
}): Promise<Stage> {
  const { who, connections, progress } = options
  const closing: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of closing.toReversed()) await end()
  }
  const open = async <Opened extends { stop(): Promise<void> }>(
    name: string,
    opening: () => Promise<Opened>,
  ): Promise<Opened> => {
    progress(`starting ${name}`)
    const opened = await opening()
    closing.push(() => opened.stop())
    return opened
  }
  try {
    const generators = await open('the load generator', () => startGenerators())
    const mandate = await open('Mandate', () => openMandate({ signed: who === 'all' }))
    const sample = await sampleOf(mandate)
    const servers: ServerSubject[] = [
      await open('bare node:http', () => openBare({ ...mandate, sizes: sample.sizes })),
      mandate,
    ]
    const loops: LoopSubject[] = []
    const peer = async (which: typeof oidcProvider, where: Parameters<typeof openPeer>[1]) => {
      servers.push(await open(which.name, () => openPeer(which, where)))
    }
    let database: Stage['database']
    const startPostgres = async () => {
      progress('starting PostgreSQL')
      const postgres = await startDatabase()
      closing.push(() => postgres.remove())
      const { version, durability } = postgres
      const said = Object.entries(durability).map(([name, value]) => `${name} ${value}`)
      database = { version, durability: said.join(', ') }
      return postgres
    }
    if (who === 'few') await peer(oidcProvider, 'in memory')
    else if (who !== 'all') {
      const postgres = await startPostgres()
      const other = await openMandateOf(who.versions)
      const place = async (name: string) => ({ place: await postgres.create(name) })
      servers.push(
        await open('the other Mandate', async () => another(await other({}))),
        await open('Mandate on PostgreSQL', async () => openMandate(await place('mandate'))),
        await open('the other Mandate on PostgreSQL', async () =>
          another(await other(await place('other'))),
        ),
      )
    } else {
      const postgres = await startPostgres()
      const shared: Place = await postgres.create('mandate')
      servers.push(
        await open('Mandate on PostgreSQL', () => openMandate({ place: shared })),
        await open('two nodes of Mandate', async () =>
          onlyRefresh(await openMandate({ place: await postgres.create('nodes'), nodes: 2 })),
        ),
      )
      await peer(oidcProvider, 'in memory')
      await peer(oidcProvider, await postgres.create('oidc'))
      await peer(oauth2Server, 'in memory')
      await peer(betterAuth, 'SQLite')
      const limits = await postgres.create('limits')
      loops.push(
        await open('row updates', () => openRowUpdates()),
        await open('row updates on PostgreSQL', () => openRowUpdates(limits)),
        ...(await Promise.all(
          SIGNATURES.map((name) => open('signatures', () => openSignature(name))),
        )),
        await open('a guard', () =>
          openGuard(mandate, { work: 'guard', opaque: sample.accessToken }),
        ),
        await open('a guard', () =>
          openGuard(mandate, { work: 'guard, JWT, first check', opaque: sample.accessToken }),
        ),
        await open('a guard', () =>
          openGuard(mandate, { work: 'guard, JWT, again', opaque: sample.accessToken }),
        ),
      )
    }
    const drivers = []
    for (const server of servers) {
      drivers.push(await createDriver(server, { generators, connections }))
    }
    return { generators, drivers, loops, database, passwordCost: mandate.passwordCost, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Starts the Mandate of another checkout, with the storage that it knows. */
async function openMandateOf(checkout: string): Promise<typeof openMandate> {
  return (await import(join(checkout, 'bench/subjects/mandate.ts'))).openMandate
}

function another(mandate: Mandate): Mandate {
  return { ...mandate, name: `the other ${mandate.name}` }
}

/** Two nodes show what one database can serve together. */
function onlyRefresh(mandate: Mandate): Mandate {
  const { exchange, refresh } = mandate.offers
  return { ...mandate, offers: { ...(exchange && { exchange }), ...(refresh && { refresh }) } }
}

/** Mandate's responses: their length, and a token that is good until the end of the run. */
async function sampleOf(mandate: Mandate) {
  const ask = async (work: 'exchange' | 'refresh' | 'introspection', token: string) => {
    const offer = mandate.offers[work]
    if (offer === undefined) throw new Error(`Mandate offers no ${work}`)
    const { path, headers, before } = offer.form
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const answer = await fetch(mandate.issuer + path, {
      ...{ method: 'POST', headers: { ...headers, ...type } },
      body: before + encodeURIComponent(token),
    })
    return answer.text()
  }
  const [code = ''] = await mandate.codes(1)
  const exchanged = JSON.parse(await ask('exchange', code))
  const refreshed = await ask('refresh', exchanged.refresh_token)
  const accessToken: string = JSON.parse(refreshed).access_token
  const introspected = await ask('introspection', accessToken)
  return {
    accessToken,
    sizes: { tokens: refreshed.length, introspection: introspected.length },
  }
}

import type { TestContext } from 'node:test'
import type { NewDatabase, Snapshot } from '../../../src/store/backup/content.ts'
import type { Engine } from '../../../src/store/engine.ts'
import type { Migration } from '../../../src/store/migrations/migration.ts'
import type { Store } from '../../../src/store/port.ts'
import { createStore } from '../../../src/store/store.ts'

export interface Place {
  readonly location: string
  /** Called when nothing is connected to it any more. */
  remove(): Promise<void>
}

/** What an engine provides to the contract suite. */
export interface ContractSubject {
  /** The URL of the module that exports this value as `subject`; child processes import it. */
  readonly module: string
  /** Prepares a location for one empty database. */
  createPlace(): Promise<Place>
  /** Prepares a location with empty tables of the last version, much faster than to make them anew. */
  createTables(): Promise<Place>
  /** Opens the database at the location, migrated to the last of `known` (default: all). */
  open(location: string, known?: readonly Migration[]): Promise<Engine>
  /** Reads a consistent snapshot of the location. */
  read<Result>(location: string, act: (snapshot: Snapshot) => Promise<Result>): Promise<Result>
  /** Makes a database that does not exist yet. */
  make<Result>(
    location: string,
    beginning: { readonly version: number; readonly now: number },
    act: (made: NewDatabase) => Promise<Result>,
  ): Promise<Result>
}

export interface Opened {
  readonly store: Store
  readonly engine: Engine
  readonly location: string
  /** Another connection to the same database, whether or not it exists yet. */
  openAgain(known?: readonly Migration[]): Promise<Opened>
}

/**
 * A database with empty tables for one test; it is removed with all its connections when the test
 * ends. A test that kills a process gives a place of its own: the database may still be at work for it.
 */
export async function openEmpty(
  test: TestContext,
  subject: ContractSubject,
  place: Promise<Place> = subject.createTables(),
): Promise<Opened> {
  const { location, remove } = await place
  const engines: Engine[] = []
  test.after(async () => {
    for (const engine of engines) await engine.close()
    await remove()
  })
  const openAgain = async (known?: readonly Migration[]): Promise<Opened> => {
    const engine = await subject.open(location, known)
    engines.push(engine)
    return { engine, store: createStore(engine), location, openAgain }
  }
  return openAgain()
}

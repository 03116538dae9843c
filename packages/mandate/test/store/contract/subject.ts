import type { TestContext } from 'node:test'
import type { NewDatabase, Snapshot } from '../../../src/store/backup/content.ts'
import type { Engine } from '../../../src/store/engine.ts'
import type { Migration } from '../../../src/store/migrations/migration.ts'
import type { Store } from '../../../src/store/port.ts'
import { createStore } from '../../../src/store/store.ts'

/** What an engine hands to the contract suite. */
export interface ContractSubject {
  /** The URL of the module that exports this value as `subject`; child processes import it. */
  readonly module: string
  /** Makes room for one empty database. */
  createPlace(): Promise<{ readonly location: string; remove(): Promise<void> }>
  /** Opens what is at the location, migrated to the last of `known` (default: all there are). */
  open(location: string, known?: readonly Migration[]): Promise<Engine>
  /** Reads what is at the location as of one moment. */
  read<Result>(location: string, act: (snapshot: Snapshot) => Promise<Result>): Promise<Result>
  /** Makes a database where there is none. */
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
  /** One more connection to the same database, there or not there by now. */
  openAgain(known?: readonly Migration[]): Promise<Opened>
}

/** An empty database for one test; with all its connections it is gone when the test ends. */
export async function openEmpty(test: TestContext, subject: ContractSubject): Promise<Opened> {
  const { location, remove } = await subject.createPlace()
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

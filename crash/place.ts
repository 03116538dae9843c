/** Where a run happens: a temporary directory, a storage, journals and a vault; removed at its end. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Chance, chanceFrom } from './chance.ts'
import { observedFetch } from './clients/observed-fetch.ts'
import type { ClientSettings } from './clients/settings.ts'
import type { Conditions } from './conditions.ts'
import { type Journal, openJournal, type Role } from './journal.ts'
import { type Presenting, presentAs } from './presenting.ts'
import { type Connected, connect } from './sign-in.ts'
import { openPostgresStorage } from './storage/postgres.ts'
import { openSqliteStorage } from './storage/sqlite.ts'
import type { Storage } from './storage/storage.ts'
import { openVault, type Vault } from './vault.ts'

export interface Place {
  readonly directory: string
  readonly directories: {
    readonly storeDirectory: string
    readonly journalDirectory: string
    readonly vaultDirectory: string
  }
  readonly storage: Storage
  readonly chance: Chance
  readonly journal: Journal
  readonly vault: Vault
  /** Registers a client and users, and lets them connect it as often as the run needs. */
  populate(
    issuer: string,
    command: Command,
  ): Promise<{ readonly settings: ClientSettings; readonly grants: readonly Connected[] }>
  /** Requests of the laboratory itself, in a separate journal. */
  presenting(settings: ClientSettings): (by: string) => Presenting
  /** The last one registered is closed first. */
  onClose(close: () => Promise<unknown>): void
  close(): Promise<void>
}

type Command = (
  args: readonly string[],
  input?: string,
) => Promise<Readonly<Record<string, unknown>>>

const REDIRECT_URI = 'http://127.0.0.1/callback'
const GRANTS_PER_USER = 40

export async function openPlace(conditions: Conditions): Promise<Place> {
  const { engine, seed, smallDisk } = conditions
  const chance = chanceFrom(`${seed}/${engine}`)
  const directory = mkdtempSync(join(tmpdir(), 'mandate-crash-'))
  const closers: (() => Promise<unknown>)[] = []
  const remove = () => rmSync(directory, { recursive: true, force: true })
  process.once('exit', remove)
  async function close(): Promise<void> {
    for (const one of closers.splice(0).reverse()) await one()
    remove()
    process.off('exit', remove)
  }
  const [storeDirectory, journalDirectory, vaultDirectory] = ['records', 'journals', 'vault'].map(
    (name) => {
      mkdirSync(join(directory, name), { mode: 0o700 })
      return join(directory, name)
    },
  ) as [string, string, string]
  try {
    const storage = await (engine === 'sqlite'
      ? openSqliteStorage(join(directory, 'database'), { small: smallDisk })
      : openPostgresStorage(chance.fork('wire')))
    closers.push(() => storage.close())
    const journal = openJournal(journalDirectory, 'laboratory')
    const vault = openVault(vaultDirectory)
    return {
      directory,
      directories: { storeDirectory, journalDirectory, vaultDirectory },
      storage,
      chance,
      journal,
      vault,
      async populate(issuer, command) {
        const settings = await register(issuer, command, conditions)
        const grants: Connected[] = []
        const roles = rolesOf(conditions)
        for (let user = 1; roles.length > 0; user++) {
          const email = `user-${user}@example.com`
          const password = `correct horse battery ${user}`
          await command(['user', 'create', '--init', email, '--password-stdin'], password)
          const some = roles.splice(0, GRANTS_PER_USER)
          const where = { storeDirectory, vault, journal, roles: some }
          grants.push(...(await connect(settings, { email, password }, where)))
        }
        return { settings, grants }
      },
      presenting: (settings) => (by) => {
        const observer = { journal: openJournal(journalDirectory, by), vault }
        return presentAs(settings, observedFetch(by, observer))
      },
      onClose(one) {
        closers.push(one)
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function register(
  issuer: string,
  command: Command,
  { timeouts }: Conditions,
): Promise<ClientSettings> {
  const flags = ['--name', 'Ledgerline', '--redirect-uri', REDIRECT_URI, '--trusted']
  const made = await command(['client', 'create', '--init', ...flags])
  return {
    issuer,
    clientId: String(made['client_id']),
    clientSecret: String(made['client_secret']),
    redirectUri: REDIRECT_URI,
    timeouts,
  }
}

function rolesOf({ kept, revoked, robbed, raced }: Conditions): Role[] {
  const some = (count: number, role: Role) => Array.from({ length: count }, () => role)
  return [
    ...some(kept, 'kept'),
    ...some(revoked, 'revoked'),
    ...some(robbed, 'robbed'),
    ...some(raced, 'raced'),
  ]
}

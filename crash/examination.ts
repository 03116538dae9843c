/**
 * After the storm: asks every node about the newest tokens of every grant, and presents forgeries.
 * The answers go into the journal like all others; the checker judges them.
 */

import type { Presenting } from './presenting.ts'
import type { Connected } from './sign-in.ts'
import type { Storage } from './storage/storage.ts'
import { asText } from './storage/storage.ts'
import { forge, macOf } from './token-locator.ts'
import type { Vault } from './vault.ts'

const NEWEST = 3
const FORGERIES = 10
const AT_ONCE = 8

export interface Examined {
  readonly grants: readonly Connected[]
  readonly nodes: readonly string[]
  readonly presenting: Presenting
  /** The same for forged tokens, under another name in the journal. */
  readonly forging: Presenting
  readonly vault: Vault
  /** Grants whose end, or whose thief, was answered: their newest token is presented as well. */
  readonly ended: ReadonlySet<string>
}

export async function examine(examined: Examined): Promise<void> {
  const { grants, nodes, presenting, forging, vault, ended } = examined
  const { insist, introspect, refresh } = presenting
  const queue = grants.map(({ grant }, index) => ({ grant, index }))
  const examineNext = async (): Promise<void> => {
    const next = queue.shift()
    if (next === undefined) return
    const newest = vault.of(next.grant, 'rt').slice(-NEWEST)
    const access = vault.of(next.grant, 'at').at(-1)
    for (const node of nodes) {
      for (const { token } of access === undefined ? newest : [...newest, access]) {
        await insist(() => introspect(node, token))
      }
      const last = newest.at(-1)
      if (last === undefined) continue
      if (next.index < FORGERIES) {
        await insist(() => forging.refresh(node, forge(last.token)))
      }
      if (ended.has(next.grant)) await insist(() => refresh(node, last.token))
    }
    return examineNext()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, examineNext))
}

/** The grants with a token, or its MAC, in the database. */
export async function findTokensIn(
  storage: Storage,
  grants: readonly Connected[],
  vault: Vault,
): Promise<readonly string[]> {
  const everything = await storage.everything()
  return grants
    .map(({ grant }) => grant)
    .filter((grant) =>
      [...vault.of(grant, 'rt'), ...vault.of(grant, 'at')].slice(-2 * NEWEST).some(({ token }) => {
        const mac = macOf(token)
        const spellings = [token, mac.toString('hex'), mac.toString('base64url'), asText([mac])]
        return spellings.some((spelling) => everything.includes(spelling))
      }),
    )
}

/** A platform with keys, for tests. */

import { randomBytes } from 'node:crypto'
import { createPlatformKey } from '../src/operations/platform-keys.ts'
import type { RunningServer } from './running-server.ts'

/** What an operator's commands work with on this server. */
export function operatorOf({ store, clock }: Pick<RunningServer, 'store' | 'clock'>) {
  const context = {
    store,
    clock,
    random: (bytes: number) => randomBytes(bytes),
    settings: { clientSecretOverlapSeconds: 604_800 },
  }
  async function newKey(description: {
    readonly permissions?: readonly string[]
    readonly provider?: string
  }) {
    const { permissions = ['sign_in'], provider = 'acme' } = description
    const made = await createPlatformKey(
      context,
      { kind: 'operator', via: 'shell' },
      { name: 'Login page', permissions, provider },
    )
    if (made.is !== 'created') throw new Error(made.sentence)
    return made
  }
  return { context, newKey }
}

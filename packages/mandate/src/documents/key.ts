/** The server's keys as JSON: for the command line and the API. Times are seconds since 1970. */

import type { KeyLife, KeyNode, KeySlot, KeyUses } from '../store/port.ts'

export type KeyState = 'next' | 'active' | 'retiring' | 'retired'

/** What each key makes, or the algorithm that it signs with. */
export const KEY_KINDS = {
  token: 'token',
  seal: 'seal',
  RSA: 'RS256',
  EC: 'ES256',
  OKP: 'EdDSA',
} as const satisfies Readonly<Record<KeySlot, string>>

export function keyState({
  activeAt,
  retiringAt,
  retiredAt,
}: Pick<KeyLife, 'activeAt' | 'retiringAt' | 'retiredAt'>): KeyState {
  if (retiredAt !== null) return 'retired'
  if (retiringAt !== null) return 'retiring'
  return activeAt === null ? 'next' : 'active'
}

interface KnownKey {
  readonly life: KeyLife
  /** The servers that run. */
  readonly nodes: readonly KeyNode[]
  /** Whether the key file has it. */
  readonly isHeld: boolean
  /** What depends on it, if that was counted. */
  readonly uses?: KeyUses | undefined
  readonly notes: readonly string[]
}

export function keyDocument({ life, nodes, isHeld, uses, notes }: KnownKey) {
  return {
    ...{ key_id: life.id, kind: KEY_KINDS[life.slot], state: keyState(life) },
    ...{
      in_key_file: isHeld,
      servers: nodes.filter(({ holds }) => holds.includes(life.id)).length,
    },
    ...{ noted_at: life.notedAt, active_at: life.activeAt },
    ...{ retiring_at: life.retiringAt, retired_at: life.retiredAt },
    ...(uses !== undefined && {
      ...{ live_grants: uses.grants, open_links: uses.links },
      ...{ authenticator_apps: uses.secrets, client_secrets: uses.clients },
      endpoint_secrets: uses.endpoints,
    }),
    notes,
  }
}

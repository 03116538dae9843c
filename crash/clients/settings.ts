/** What a client program is told, in a file of its own, since it has secrets in it. */

export interface ClientSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  /** Milliseconds; what is not said is as `@mandate/client` has it. */
  readonly timeouts: { readonly settleMs?: number; readonly leaseMs?: number }
}

export interface ProgramSettings extends ClientSettings {
  /** Names the program in journals, the same after each restart. */
  readonly name: string
  /** `memory` begins with what lies in the directory, and keeps nothing there. */
  readonly store: 'file' | 'memory'
  readonly storeDirectory: string
  readonly journalDirectory: string
  readonly vaultDirectory: string
  readonly seed: string
  /** The longest pause between two calls for one grant, in milliseconds. */
  readonly longestPauseMs: number
  readonly grants: readonly ProgramGrant[]
}

export interface ProgramGrant {
  readonly grantKey: string
  readonly grant: string
  /** When the client ends it, by the machine's clock in milliseconds; null for never. */
  readonly revokeAt: number | null
}

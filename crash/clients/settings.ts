/** The settings of a client program, in a file because they contain secrets. */

export interface ClientSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  /** Milliseconds; what is omitted is the default of `@mandate/client`. */
  readonly timeouts: { readonly settleMs?: number; readonly leaseMs?: number }
}

export interface ProgramSettings extends ClientSettings {
  /** Names the program in journals, the same after each restart. */
  readonly name: string
  /** `memory` starts with the records in the directory, and stores nothing there. */
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

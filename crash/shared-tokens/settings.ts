/** The settings of a process of a fleet, in a file because they name one with a token. */

export interface MemberSettings {
  /** Names the process in journals, the same after each restart. */
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly grant: string
  /** The file with the refresh token that all processes of the fleet share. */
  readonly file: string
  readonly journalDirectory: string
  readonly vaultDirectory: string
  readonly seed: string
  readonly longestPauseMs: number
}

/** What the file of a fleet holds. */
export interface TokenFile {
  readonly refreshToken: string
}

import type { Content, Snapshot, Table } from './content.ts'
import type { Seal } from './seal.ts'

/** A backup that has been opened and verified. */
export interface BackupFile {
  readonly seal: Seal
  readonly snapshot: Snapshot
  /** Its contents, as they were backed up. */
  readonly contents: readonly Content[]
  readonly tables: readonly Table[]
  /** Whole seconds since 1970. */
  readonly takenAt: number
  /** The server keys that its tokens are derived from, by id. */
  readonly keyIds: readonly string[]
}

import type { Content, Snapshot, Table } from './content.ts'
import type { Seal } from './seal.ts'

/** A backup that was opened and checked. */
export interface BackupFile {
  readonly seal: Seal
  readonly snapshot: Snapshot
  /** What it holds, as it was taken. */
  readonly contents: readonly Content[]
  readonly tables: readonly Table[]
  /** Whole seconds since 1970. */
  readonly takenAt: number
  /** The server keys that its tokens are made with, by id. */
  readonly keyIds: readonly string[]
}

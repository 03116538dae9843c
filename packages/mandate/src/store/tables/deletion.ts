import { flag, nullable, type Several, time } from './table.ts'

/** The deletion that the owner of an account has asked for. */
export interface Deletion {
  /** The sweep deletes the account after this time. */
  readonly after: number
  /** Whether the owner can take it back. Not once somebody else has disabled the account. */
  readonly canBeKept: boolean
}

const parts = { deleteAfter: nullable(time), deletionCanBeKept: nullable(flag) }

export const deletion: Several<Deletion | null, typeof parts> = {
  parts,
  join: ({ deleteAfter, deletionCanBeKept }) =>
    deleteAfter === null ? null : { after: deleteAfter, canBeKept: deletionCanBeKept === true },
  split: (kept) => ({
    deleteAfter: kept?.after ?? null,
    deletionCanBeKept: kept?.canBeKept ?? null,
  }),
}

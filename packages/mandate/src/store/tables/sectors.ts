import { seed } from './grants.ts'
import { id, table } from './table.ts'

/**
 * The sectors of pairwise subjects (OpenID Connect Core §8.1), each with the secret that its subjects
 * are derived with. Written once and never changed, or all its clients would lose their users.
 */
export const sectors = table('sectors', {
  /** A host name. */
  id,
  seed,
})

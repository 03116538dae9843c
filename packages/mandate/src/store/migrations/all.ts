import { foundation } from './0001-foundation.ts'
import { explanations } from './0002-explanations.ts'
import { resourceSecrets } from './0003-resource-secrets.ts'
import { keyIds } from './0004-key-ids.ts'
import { recoveries } from './0005-recoveries.ts'
import { revocations } from './0006-revocations.ts'
import { bulkRevocations } from './0007-bulk-revocations.ts'
import { trustedTime } from './0008-trusted-time.ts'
import { audiences } from './0009-audiences.ts'
import type { Migration } from './migration.ts'

/** Every migration, in order. */
export const migrations: readonly Migration[] = [
  foundation,
  explanations,
  resourceSecrets,
  keyIds,
  recoveries,
  revocations,
  bulkRevocations,
  trustedTime,
  audiences,
]

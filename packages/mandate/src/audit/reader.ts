import type { AuditStore } from '../store/port.ts'

/** What a verification reads. */
export type AuditReader = Pick<
  AuditStore,
  'readEnd' | 'findRetention' | 'listSeals' | 'findRows' | 'listRows' | 'countRows'
>

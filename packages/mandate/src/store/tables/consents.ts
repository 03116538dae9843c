import { id, list, table, text, time } from './table.ts'

export const consents = table('consents', {
  accountId: id,
  clientId: id,
  scope: text,
  resource: list,
  grantedAt: time,
})

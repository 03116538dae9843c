import type { issuerDocument } from '../../documents/issuer.ts'
import { moment, type Style, table } from '../terminal.ts'

export type IssuerDocument = ReturnType<typeof issuerDocument>

export function issuersText(style: Style, issuers: readonly IssuerDocument[]): string {
  const rows = issuers.map((one) => [
    one.issuer_id,
    one.name,
    one.purpose,
    one.issuer,
    one.disabled_at === undefined ? moment(one.created_at) : 'disabled',
  ])
  return rows.length > 0
    ? table(style, ['ID', 'NAME', 'FOR', 'ISSUER', 'SINCE (UTC)'], rows)
    : 'No issuer is trusted. See: mandate issuer create --help'
}

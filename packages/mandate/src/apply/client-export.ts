/** Clients as a declared file has them. */

import { clientDocument } from '../documents/client.ts'
import { everyRow } from '../store/every-row.ts'
import type { ApplyContext } from './plan.ts'

/** What the operator does not declare, because it follows or is made. */
const NOT_DECLARED = [
  ...['client_id', 'client_id_issued_at', 'response_types', 'client_secret_expires_at'],
  ...['has_logo', 'self_registered', 'described_by_document'],
]

/** What only says what is usual. */
const USUAL: Readonly<Record<string, unknown>> = {
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['authorization_code', 'refresh_token'],
  trusted: false,
  require_pkce: false,
  refresh_retry_seconds: 0,
  default_resources: [],
  allowed_schemes: [],
  disabled: false,
}

/** Those that the operator registered, as the file has them. */
export async function exportClients({
  store,
}: Pick<ApplyContext, 'store'>): Promise<Readonly<Record<string, object>>> {
  const all = await everyRow((page) => store.clients.list(page))
  const ours = all.filter(({ registration }) => registration === null)
  return Object.fromEntries(
    ours.map((client) => {
      const members = Object.entries(clientDocument(client)).filter(
        ([name, value]) =>
          !NOT_DECLARED.includes(name) && JSON.stringify(value) !== JSON.stringify(USUAL[name]),
      )
      return [client.id, Object.fromEntries(members)]
    }),
  )
}

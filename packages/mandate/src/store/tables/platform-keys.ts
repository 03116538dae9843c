import { secretAuthentication } from './authentication.ts'
import { id, list, table, text, time } from './table.ts'

/** Credentials of a platform's own programs. */
export const platformKeys = table('platform_keys', {
  id,
  name: text,
  /** What it may do; see `clients/platform-key.ts`. */
  permissions: list,
  /** The provider whose subjects it may name, as in `identities`. */
  provider: id,
  authentication: secretAuthentication,
  createdAt: time,
})

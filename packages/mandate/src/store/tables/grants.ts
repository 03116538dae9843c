import type { GrantId, KeyId, RevocationCause } from '../../grants/grant.ts'
import {
  bytes,
  count,
  type Field,
  id,
  list,
  nullable,
  table,
  text,
  textOf,
  time,
} from './table.ts'

const keyId: Field<KeyId, 'text'> = {
  ...textOf<KeyId>(),
  isSound: (stored) => /^[0-9a-f]{8}$/.test(String(stored)),
}
const seed: Field<Uint8Array, 'bytes'> = {
  ...bytes,
  isSound: (stored) => stored instanceof Uint8Array && stored.length === 32,
}

/**
 * `Grant` of `grants/grant.ts`. Beside these columns the table has `made_after`: the number of the
 * latest bulk revocation when the grant was made, null where there was none.
 */
export const grants = table('grants', {
  id: textOf<GrantId>(),
  clientId: id,
  accountId: { ...id, relaxed: true },
  scope: text,
  resource: list,
  seed,
  redirectUri: nullable(text),
  codeChallenge: nullable(text),
  authTime: time,
  createdAt: time,
  generation: count,
  keyId,
  expiresAt: time,
  redeemedAt: nullable(time),
  retryKeyHash: nullable(text),
  revokedAt: nullable(time),
  revokedBecause: nullable(textOf<RevocationCause>()),
})

/**
 * Platform keys: the credentials of a platform's own programs, such as the back end of its login
 * page. A key is sent as a bearer token (RFC 6750 §2.1), `mdt_pk_<id><secret><checksum>`. It
 * contains its own id, so a program needs only one value. A key has a list of permissions, and a
 * provider whose users it may name.
 */

import { withChecksum } from '../grants/token.ts'
import type { PlatformKey } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { hashSecret, secretAuthentication } from './authentication/client-secret.ts'
import { refuseNameProblem } from './readable-name.ts'
import type { NewSecret } from './registration.ts'
import { RegistrationRefused } from './registration-refused.ts'

/**
 * `sign_in`: answers sign-ins that were handed to the platform. `users`: reports changes to its
 * users. `scim`: manages users by SCIM.
 */
export const PLATFORM_PERMISSIONS = ['sign_in', 'users', 'scim'] as const
export type PlatformPermission = (typeof PLATFORM_PERMISSIONS)[number]

export interface PlatformKeyDescription {
  readonly name: string
  readonly permissions: readonly string[]
  /** As in the identities of accounts. */
  readonly provider: string
}

const ID_PREFIX = 'platform_'
const SHAPE = /^mdt_pk_([A-Za-z0-9_-]{20})[A-Za-z0-9_-]{49}$/

/** A new key, and the secret to show once. Throws `RegistrationRefused`. */
export function makePlatformKey(
  { name, permissions, provider }: PlatformKeyDescription,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): { readonly key: PlatformKey; readonly secret: string } {
  refuseNameProblem(name)
  const known: readonly string[] = PLATFORM_PERMISSIONS
  const unknown = permissions.find((one) => !known.includes(one))
  if (permissions.length === 0 || unknown !== undefined) {
    const wrong = unknown === undefined ? '' : `${JSON.stringify(unknown)} is not a permission. `
    throw new RegistrationRefused(
      `${wrong}A platform key needs one or more of ${PLATFORM_PERMISSIONS.join(', ')}.`,
    )
  }
  if (!/^[\x21-\x7e]{1,255}$/.test(provider)) {
    throw new RegistrationRefused('The provider must be the name of a way to sign in.')
  }
  const id = `${ID_PREFIX}${Buffer.from(random(15)).toString('base64url')}`
  const { secret } = newPlatformSecret(id, random)
  const key: PlatformKey = {
    id,
    name,
    permissions: PLATFORM_PERMISSIONS.filter((one) => permissions.includes(one)),
    provider,
    authentication: secretAuthentication(secret),
    createdAt: clock.now(),
  }
  return { key, secret }
}

/** A new secret for the key with this id. */
export function newPlatformSecret(id: string, random: Random): NewSecret {
  const secret = withChecksum(
    `mdt_pk_${id.slice(ID_PREFIX.length)}${Buffer.from(random(32)).toString('base64url')}`,
  )
  return { secret, secretHash: hashSecret(secret) }
}

/**
 * The key id in a secret; undefined if the text has another form. The secret itself is not checked.
 */
export function platformKeyIdIn(secret: string): string | undefined {
  const [, id] = SHAPE.exec(secret) ?? []
  return id === undefined ? undefined : `${ID_PREFIX}${id}`
}

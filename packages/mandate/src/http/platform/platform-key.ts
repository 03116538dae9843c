/** Authenticates the platform's programs by bearer token (RFC 6750). */

import type { FastifyRequest } from 'fastify'
import { hasSecret } from '../../clients/authentication/client-secret.ts'
import { type PlatformPermission, platformKeyIdIn } from '../../clients/platform-key.ts'
import type { PlatformKey } from '../../store/records.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { Problem } from '../problem.ts'
import { headerValues } from '../request.ts'

type Reading = Pick<HttpContext, 'store' | 'clock'>

const CHALLENGE = 'Bearer realm="platform"'

/**
 * The key of a request. Rejects with `Problem` (401) if there is no valid key (RFC 6750
 * §3.1), or with `StorageUnavailable`.
 */
export async function authenticatePlatform(
  { store, clock }: Reading,
  { request, reply }: Exchange,
): Promise<PlatformKey> {
  const secret = bearerToken(request)
  if (secret === undefined) {
    // A request without credentials gets no error code (§3.1).
    reply.header('WWW-Authenticate', CHALLENGE)
    throw new Problem(401, 'no_key', {
      detail: 'Send a platform key: Authorization: Bearer mdt_pk_…',
    })
  }
  const id = platformKeyIdIn(secret)
  const key = id === undefined ? undefined : await store.platformKeys.find(id)
  if (!hasSecret(key?.authentication, secret, clock.now()) || key === undefined) {
    reply.header('WWW-Authenticate', `${CHALLENGE}, error="invalid_token"`)
    throw new Problem(401, 'invalid_key', {
      detail: 'The platform key is not valid. It may have been replaced or deleted.',
    })
  }
  return key
}

/** The same, with 403 for a key without the permission (RFC 6750 §3.1). */
export async function requirePlatformKey(
  context: Reading,
  exchange: Exchange,
  permission: PlatformPermission,
): Promise<PlatformKey> {
  const key = await authenticatePlatform(context, exchange)
  if (key.permissions.includes(permission)) return key
  exchange.reply.header('WWW-Authenticate', `${CHALLENGE}, error="insufficient_scope"`)
  throw new Problem(403, 'not_permitted', {
    detail: `The platform key ${key.id} does not have the permission ${permission}.`,
  })
}

/** Accepts exactly one header in one form (RFC 6750 §2.1). */
export function bearerToken(request: FastifyRequest): string | undefined {
  const [header = '', ...more] = headerValues(request, 'authorization')
  return more.length > 0 ? undefined : /^bearer +([\w~+/.-]+=*)$/i.exec(header)?.[1]
}

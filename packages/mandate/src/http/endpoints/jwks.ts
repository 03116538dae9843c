/** `/oauth2/jwks`: the public keys of this server as a JWK Set (RFC 7517 §5). */

import { hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PublicJwk } from '../../signing/key.ts'
import { JWKS_FRESH_SECONDS } from '../../signing/signing-keys.ts'
import type { HttpContext } from '../context.ts'

/**
 * Answers may be kept for `JWKS_FRESH_SECONDS`, no longer: a key is published before its first
 * signature, but a key that has leaked must be forgotten.
 */
export const jwks = ({ signing }: HttpContext) => {
  let shown: { readonly keys: readonly PublicJwk[]; readonly body: Buffer; readonly etag: string }
  const documentOf = (keys: readonly PublicJwk[]) => {
    // Bytes: Fastify adds a charset to the type of a text.
    const body = Buffer.from(JSON.stringify({ keys }))
    return { keys, body, etag: `"${hash('sha256', body, 'base64url').slice(0, 22)}"` }
  }
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const keys = signing.publicKeys()
    if (keys.length === 0) return reply.callNotFound()
    if (shown?.keys !== keys) shown = documentOf(keys)
    reply
      .header('Cache-Control', `public, max-age=${JWKS_FRESH_SECONDS}`)
      .removeHeader('Pragma')
      .header('ETag', shown.etag)
    // RFC 9110 §13.1.2
    const kept = request.headers['if-none-match']?.split(',').map((tag) => tag.trim()) ?? []
    if (kept.some((tag) => tag.replace(/^W\//, '') === shown.etag)) return reply.code(304).send()
    // RFC 7517 §8.5.2
    return reply.type('application/jwk-set+json').send(shown.body)
  }
}

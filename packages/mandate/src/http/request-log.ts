/**
 * One log line per request. Queries, headers and bodies are never logged, because they contain
 * secrets. Of an unknown path only known words are logged, since people paste tokens, codes and
 * passwords there too.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { lengthOf } from '../explanations/redaction.ts'
import { methodSent } from './methods.ts'

/** The words in this server's paths and in common guesses at them. */
const WORDS: ReadonlySet<string> = new Set(
  `
  oauth oauth2 connect authorize auth token introspect revoke revocation revocations par device
  device_authorization jwks jwks.json keys certs userinfo logout register clients
  .well-known oauth-authorization-server openid-configuration oauth-protected-resource security.txt
  platform scim users key Users Groups ServiceProviderConfig ResourceTypes Schemas Bulk Me .search
  change-password apple-app-site-association assetlinks.json webfinger
  sign-in forgot link sign-out signin signout with callback login consent account disconnect errors assets developer console admin
  health live ready healthz livez readyz status metrics ping api v1 v2 v3 openapi.json
  favicon.ico favicon.svg robots.txt sitemap.xml index.html index.php manifest.json
  apple-touch-icon.png apple-touch-icon-precomposed.png realms protocol openid-connect
  `
    .trim()
    .split(/\s+/),
)
const MOST_SEGMENTS = 12

/** Writes the line. The reason and the client are those of a refusal. */
export function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  const { refused } = request
  const method = methodSent(request.raw)
  const path = loggedPath(request.raw.url ?? '', request.routeOptions.url)
  const milliseconds = Math.round(reply.elapsedTime * 10) / 10
  const line = { method, path, status: reply.statusCode, milliseconds }
  if (refused === null) request.log.info(line)
  else {
    const { reason, addressee } = refused.refusal
    request.log.info({ ...line, reason, ...(addressee && { client_id: addressee.clientId }) })
  }
}

/** The path of a request target, with anything not known to be harmless removed. */
export function loggedPath(target: string, route: string | undefined): string {
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  if (path === route) return path
  const segments = path.split('/')
  const shown = segments
    .slice(0, MOST_SEGMENTS)
    .map((segment) => (segment === '' || WORDS.has(segment) ? segment : lengthOf(segment)))
  return (segments.length > MOST_SEGMENTS ? [...shown, '…'] : shown).join('/')
}

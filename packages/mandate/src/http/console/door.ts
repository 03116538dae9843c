/**
 * The console's own listener (`console_listen`). With it, `/console` and `/admin` answer only there, and
 * nothing else does: whoever looks for another page there is sent to the issuer, where people sign in.
 * Cookies belong to a host and all its ports, so one sign-in, with a passkey or not, counts at both.
 * Without the setting, there is one listener for everything.
 */

import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Exchange, HttpContext } from '../context.ts'
import { respondToUnknownPlace } from '../error-response.ts'

const atConsole = new WeakSet<IncomingMessage>()

/** Notes that a request came by the console's own listener. */
export function noteAtConsole(request: IncomingMessage): void {
  atConsole.add(request)
}

type Settings = Pick<HttpContext['settings'], 'issuer' | 'consoleListen' | 'consoleUrl'>

/** The answer to a request that came by the wrong listener; undefined if it came by the right one. */
export function answerAtDoor(
  context: HttpContext,
  { request, reply }: Exchange,
): FastifyReply | undefined {
  const { consoleListen, issuer } = context.settings
  if (consoleListen === null) return undefined
  const isThere = atConsole.has(request.raw)
  // The route, and not the address, which can be written in several ways.
  const route = request.routeOptions.url ?? ''
  if (/^\/(console|admin)(\/|$)/.test(route)) {
    return isThere ? undefined : respondToUnknownPlace(context, { request, reply })
  }
  if (!isThere || route.startsWith('/assets/')) return undefined
  return request.method === 'GET' || request.method === 'HEAD'
    ? reply.redirect(`${issuer}${request.url}`, 303)
    : respondToUnknownPlace(context, { request, reply })
}

/** Where browsers reach this request's listener: an origin. */
export function originAt(
  { settings }: { readonly settings: Settings },
  request: FastifyRequest,
): string {
  const isThere = settings.consoleListen !== null && atConsole.has(request.raw)
  return isThere ? consoleOrigin(settings) : new URL(settings.issuer).origin
}

/** The address of a page of the console, for a redirect from a page of the issuer. */
export function addressOfConsole(settings: Settings, place: `/console${string}`): string {
  return settings.consoleListen === null ? place : consoleOrigin(settings) + place
}

/** The origin of the console: by default, the issuer's host with the port of the listener. */
function consoleOrigin({ issuer, consoleListen, consoleUrl }: Settings): string {
  if (consoleUrl !== null) return consoleUrl
  if (consoleListen === null) return new URL(issuer).origin
  const url = new URL(issuer)
  url.port = String(portOf(consoleListen))
  return url.origin
}

/** The host and the port of the setting `console_listen`. */
export function placeOfListener(listen: string): { readonly host: string; readonly port: number } {
  const host = listen.slice(0, listen.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1')
  return { host, port: portOf(listen) }
}

function portOf(listen: string): number {
  return Number(listen.slice(listen.lastIndexOf(':') + 1))
}

/** Ends the session of a browser, wherever the person asked for it, and what the browser does next. */

import type { FastifyReply } from 'fastify'
import { frontChannelAddress } from '../clients/metadata/logout.ts'
import { appendToQuery } from '../clients/redirect-uri.ts'
import { sidFor } from '../grants/signed-in.ts'
import { signOut } from '../operations/sessions.ts'
import { type LoggedOutProps, loggedOutPage } from '../pages/log-out.ts'
import type { SignedIn } from '../people/session.ts'
import { endSessionCookie, sessionSecret } from './browser.ts'
import type { Exchange, HttpContext } from './context.ts'
import { pageProps } from './page-props.ts'
import { sendPage } from './page-response.ts'

/** More than a person opens with one sign-in; a browser would not open more frames in a few seconds. */
const MOST_FRAMES = 50

/**
 * Ends the session. Resolves with the addresses that the browser has to open for the clients that
 * the person opened with it (OpenID Connect Front-Channel Logout §2). Rejects with
 * `StorageUnavailable`.
 */
export async function endSessionHere(
  context: HttpContext,
  { request, reply }: Exchange,
  signedIn: SignedIn | undefined,
): Promise<readonly string[]> {
  // The grants forget their session with its end.
  const frames = signedIn === undefined ? [] : await framesOf(context, signedIn)
  await signOut(context, sessionSecret(context, request))
  endSessionCookie(context, reply)
  return frames
}

async function framesOf(
  { store, settings }: HttpContext,
  { session: { accountId, sid } }: SignedIn,
): Promise<readonly string[]> {
  if (!settings.openid) return []
  const ids = await store.logouts.listClients({ accountId, sid }, MOST_FRAMES)
  const clients = await Promise.all(ids.map((id) => store.clients.find(id)))
  return clients.flatMap((client) => {
    const address = client?.disabledAt === null ? frontChannelAddress(client) : undefined
    if (client === undefined || address === undefined) return []
    const whose = { iss: settings.issuer, sid: sidFor(sid, client.id) }
    const needsSession = client.metadata.frontchannel_logout_session_required === true
    return [needsSession ? appendToQuery(address, whose) : address]
  })
}

/** The page that opens the frames and leads on to `next`. */
export function sendLoggedOut(
  context: HttpContext,
  { request, reply }: Exchange,
  shown: Pick<LoggedOutProps, 'frames' | 'next'>,
): FastifyReply {
  return sendPage(reply, {
    status: 200,
    html: loggedOutPage({ ...pageProps(context, request), ...shown }),
    frames: shown.frames,
  })
}

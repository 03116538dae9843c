/** Continues with what was postponed until a sign-in, or says that it was not done. */

import type { FastifyReply } from 'fastify'
import { pageTooOld } from '../../pages/account/shell.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { mayResume, type PostponedAct, signInFirst } from '../postponed-act.ts'
import { resumables } from './addresses.ts'
import { sendApps } from './apps.ts'
import { placeToOpen } from './page.ts'

export async function goOnWith(
  context: HttpContext,
  exchange: Exchange,
  { signedIn, act }: { readonly signedIn: SignedIn; readonly act: PostponedAct | undefined },
): Promise<FastifyReply> {
  if (act !== undefined && !mayResume(context, act, signedIn.session)) {
    return signInFirst(context, exchange, act)
  }
  const place = placeToOpen(act)
  if (place !== undefined) return exchange.reply.redirect(place, 303)
  const found = resumables.find(({ name }) => name === act?.name)
  if (act === undefined || found === undefined) {
    return sendApps(context, exchange, { signedIn, notice: pageTooOld })
  }
  return found.resume(context, exchange, { signedIn, act })
}

/** Sends the browser to an external way, or shows why that is not possible. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { signInNotBefore } from '../../oauth/authorize/freshness.ts'
import type { SignInStep } from '../../oauth/authorize/next-step.ts'
import type { PendingAuthorization } from '../../oauth/authorize/pending.ts'
import { SECONDS_OF_PROOF } from '../../people/session.ts'
import type { ExternalWay, Onward } from '../../ways/way.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { needsRecentProof } from '../postponed-act.ts'
import { browserOf } from './browser-of.ts'
import { sendFailed } from './failed.ts'

/** What the sign-in is for. */
export type Beginning =
  | { readonly pending: PendingAuthorization; readonly step: SignInStep }
  /** For the account page. */
  | {
      readonly pending: null
      readonly act: string | null
      readonly isConnecting?: true
    }

export async function beginWith(
  context: HttpContext,
  exchange: Exchange,
  {
    way,
    beginning,
    isSeparate,
  }: {
    readonly way: ExternalWay
    readonly beginning: Beginning
    readonly isSeparate?: true | undefined
  },
): Promise<FastifyReply> {
  const { request, reply } = exchange
  const signedIn = await whoIsSignedIn(context, request)
  const common = {
    accountId: signedIn?.account.id ?? null,
    browser: browserOf(context, exchange, way.name),
  }
  const { onward: wanted, ...wishes } = wishesOf(beginning, {
    forAct: provenAfter(context, request, beginning),
  })
  const onward: Onward = isSeparate ? { ...wanted, isSeparate } : wanted
  const begun = await way.begin({ ...common, ...wishes, onward })
  if (begun.is === 'redirect') return reply.redirect(begun.to, 303)
  return sendFailed(context, exchange, { way, failed: begun, onward })
}

/** The earliest sign-in that the postponed act accepts, in seconds since 1970; null for any. */
function provenAfter(
  context: HttpContext,
  request: FastifyRequest,
  beginning: Beginning,
): number | null {
  // When connecting, the account here is already proved; this is about the other side.
  if (beginning.pending !== null || beginning.isConnecting) return null
  const needsProof = needsRecentProof(context, request, beginning.act)
  return needsProof ? context.clock.now() - SECONDS_OF_PROOF : null
}

function wishesOf(beginning: Beginning, { forAct }: { readonly forAct: number | null }) {
  if (beginning.pending === null) {
    const { act, isConnecting } = beginning
    const onward: Onward = { pending: null, act, ...(isConnecting && { isConnecting }) }
    const nothing = { request: null, prompt: [], authTimeAfter: forAct, locales: '' }
    return { onward, interactive: true, ...nothing }
  }
  const { pending, step } = beginning
  const { asked } = step.request
  const checked = { ...pending, asked }
  const prompt =
    pending.isSwitching || step.mustSwitch
      ? [...new Set([...asked.prompt, 'select_account' as const])]
      : asked.prompt
  return {
    onward: { pending: checked, act: null },
    request: step.request,
    interactive: !step.isSilent,
    prompt,
    authTimeAfter: signInNotBefore(checked),
    locales: asked.uiLocales ?? '',
  }
}

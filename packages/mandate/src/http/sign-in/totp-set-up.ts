/**
 * The secret of an authenticator app between the page that shows it and the first code. The form
 * carries it, sealed for this browser and account; it is stored once a code was right.
 */

import type { FastifyRequest } from 'fastify'
import type { TotpSetUpProps } from '../../pages/totp-set-up.ts'
import { shownName } from '../../people/account.ts'
import { newTotpSecret, readSecret, spelledSecret, totpUri } from '../../people/totp.ts'
import type { Account } from '../../store/records.ts'
import { browserSecret, presentedBrowserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { seal, unseal } from '../seal.ts'

/** Enough to install an app first. */
const SECONDS_TO_SET_UP = 30 * 60

interface Sealed {
  readonly accountId: string
  /** In base32. */
  readonly secret: string
  /** When it was made, in seconds since 1970. */
  readonly at: number
}

/** The form for an app: with the secret that the page has shown before, or with a new one. */
export function setUpForm(
  context: HttpContext,
  { request, reply }: Exchange,
  {
    account,
    action,
    problem,
    shown,
  }: Pick<TotpSetUpProps, 'action' | 'problem'> & {
    readonly account: Account
    readonly shown: ShownSecret | undefined
  },
): TotpSetUpProps {
  const secret = shown?.secret ?? newTotpSecret(context.random)
  const spelled = spelledSecret(secret)
  const at = shown?.at ?? context.clock.now()
  const sealed: Sealed = { accountId: account.id, secret: spelled, at }
  const browser = browserSecret(context, request, reply)
  return {
    ...{ action, problem, spelled },
    hidden: { app: seal(context.seals, { purpose: 'totp', secret: browser }, sealed) },
    uri: totpUri(secret, {
      issuer: context.settings.brandName,
      account: shownName(account) ?? account.id,
    }),
  }
}

export interface ShownSecret {
  readonly secret: Uint8Array
  readonly at: number
}

/** The secret that was shown to this account in this browser recently; undefined for other text. */
export function readShownSecret(
  context: HttpContext,
  request: FastifyRequest,
  { accountId, sealed }: { readonly accountId: string; readonly sealed: string | undefined },
): ShownSecret | undefined {
  const browser = presentedBrowserSecret(context, request)
  const found = unseal<Sealed>(context.seals, { purpose: 'totp', secret: browser }, sealed)
  if (found?.accountId !== accountId) return undefined
  const age = context.clock.now() - found.at
  if (age < 0 || age > SECONDS_TO_SET_UP) return undefined
  const secret = readSecret(found.secret)
  return secret && { secret, at: found.at }
}

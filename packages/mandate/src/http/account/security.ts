/** `/account/security`: how the owner of an account signs in. */

import type { FastifyReply } from 'fastify'
import { securityPage } from '../../pages/account/security.ts'
import type { Told } from '../../pages/account/shell.ts'
import type { WaysInProps } from '../../pages/account/ways-in.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Account, Identity } from '../../store/records.ts'
import type { ExternalWay } from '../../ways/way.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { authenticatorOf } from './authenticator-section.ts'
import { deskProps } from './desk.ts'
import { accountPage } from './page.ts'
import { passkeysOf } from './passkeys-shown.ts'

export const SECURITY_PATH = '/account/security'

export const securityOfAccount = accountPage({
  path: SECURITY_PATH,
  show: (context, exchange, signedIn) =>
    sendSecurity(context, exchange, { signedIn, notice: null }),
})

/** For acts whose form is on this page. */
export const onSecurityPage = {
  place: 'security',
  address: SECURITY_PATH,
  show: sendSecurity,
} as const

/** The page with every section, and the result of the last act. */
export async function sendSecurity(
  context: HttpContext,
  exchange: Exchange,
  {
    signedIn: { account },
    notice,
  }: { readonly signedIn: Pick<SignedIn, 'account'>; readonly notice: Told | null },
): Promise<FastifyReply> {
  return sendPage(exchange.reply, {
    status: 200,
    html: securityPage({
      ...deskProps(context, exchange, account),
      notice,
      authenticator: await authenticatorOf(context, account),
      password:
        context.ways.form === undefined
          ? null
          : { hasPassword: account.passwordHash !== null, address: '/account/password' },
      waysIn: await waysInOf(context, account),
      passkeys: await passkeysOf(context, account),
    }),
    // Sign-out may redirect to another site, and so may the sign-in that an act needs.
    leadsElsewhere: context.ways.leadElsewhere,
  })
}

/** Null if the account has no way in that is shown here. */
async function waysInOf(context: HttpContext, account: Account): Promise<WaysInProps | null> {
  const { ways, store } = context
  const identities = await store.accounts.listIdentities(account.id)
  const connected = identities.map(({ provider }) => ways.ofProvider(provider))
  const missing = ways.all.filter(
    (way): way is ExternalWay =>
      way.is === 'external' && way.asksToLink && !connected.includes(way),
  )
  const hasPassword = ways.form !== undefined && account.passwordHash !== null
  if (missing.length + identities.length + Number(hasPassword) === 0) return null
  return {
    hasPassword,
    identities: identities.map((identity) => ({
      label: labelOf(context, identity),
      since: identity.createdAt,
      fields: { provider: identity.provider, subject: identity.subject },
    })),
    connectable: missing.map(({ name, label }) => ({ label, fields: { way: name } })),
    connect: { action: '/account/connect', hidden: { account: account.id } },
    disconnect: { action: '/account/disconnect-way', hidden: { account: account.id } },
  }
}

/** A provider that is no longer in the settings is shown by its stored name. */
export function labelOf({ ways }: HttpContext, { provider }: Pick<Identity, 'provider'>) {
  return ways.ofProvider(provider)?.label ?? URL.parse(provider)?.host ?? provider
}

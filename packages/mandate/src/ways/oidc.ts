/**
 * A provider that speaks OpenID Connect: Google, a company's directory, another Mandate.
 * `oidc/discovery.ts` fetches its metadata, `oidc/flow.ts` is the sign-in, `oidc/settings.ts` the
 * settings, and `oidc/presets.ts` lists how well-known providers differ.
 */

import { setTimeout } from 'node:timers/promises'
import { createShares } from '../people/shares.ts'
import { callbackAddress } from './oidc/callback.ts'
import { createProvider } from './oidc/discovery.ts'
import { begin, type FlowContext, type FlowSettings, finish } from './oidc/flow.ts'
import { configured, members, problemsBetween } from './oidc/settings.ts'
import { wayKind } from './way.ts'

/** How long sign-out waits for a slow provider's metadata. */
const SIGN_OUT_MILLISECONDS = 2_000

/**
 * The issuer of one Microsoft tenant. ID tokens contain it when users of any tenant may sign in.
 */
const TENANT =
  /^https:\/\/login\.microsoftonline\.com\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\/v2\.0$/

function isAnyTenant(issuer: string): boolean {
  return /^https:\/\/login\.microsoftonline\.com\/(common|organizations)\/v2\.0$/.test(issuer)
}

export const oidc = wayKind({
  kind: 'oidc',
  meaning: "A provider that speaks OpenID Connect, such as Google or a company's directory.",
  members,
  problems: problemsBetween,
  open({ name, settings: values, context }) {
    const { label, issuer, credentials, accept, ...rest } = configured(values)
    const provider = createProvider(context, { issuer, clientId: values.client_id, credentials })
    const flow: FlowContext = { ...context, provider, underWay: createShares() }
    const redirectUri = callbackAddress(context.settings.issuer, name)
    const settings: FlowSettings = { ...rest, redirectUri }
    return {
      ...{ is: 'external', name, label, accept, asksToLink: true },
      provider: issuer,
      vouchesFor: (provider) => isAnyTenant(issuer) && TENANT.test(provider),
      begin: (visit) => begin(flow, settings, visit),
      finish: (back) => finish(flow, settings, back),
      async endSession(returnTo) {
        const late = setTimeout(SIGN_OUT_MILLISECONDS, null, { ref: false })
        return Promise.race([endSessionAddress(), late])

        // OpenID Connect RP-Initiated Logout §2, without id_token_hint, because ID tokens are not
        // stored.
        async function endSessionAddress(): Promise<string | null> {
          try {
            const configuration = await provider.configuration()
            if (configuration.serverMetadata().end_session_endpoint === undefined) return null
            const { buildEndSessionUrl } = await import('openid-client')
            return buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo }).href
          } catch {
            return null
          }
        }
      },
    }
  },
})

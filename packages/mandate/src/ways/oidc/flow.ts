/**
 * A sign-in at a provider: out with `begin`, back with `finish` (OpenID Connect Core §3.1, code flow with PKCE).
 *
 * The state of the sign-in travels in `state`, sealed for this browser. Nonce and code verifier are
 * derived from the browser's secret and the number of the sign-in, so they are stored nowhere and
 * useless in another browser. A callback works once, because the provider redeems a code once.
 */

import type { Configuration } from 'openid-client'
import { LEEWAY_SECONDS } from '../../people/arrival.ts'
import { networkKeys } from '../../people/network.ts'
import type { Share, Shares } from '../../people/shares.ts'
import type { Clock, Random } from '../../time-and-chance.ts'
import type { Begun, Browser, Failed, Finished, Lost, Onward, Return, Visit } from '../way.ts'
import { type Claims, lacksProfile, proofOf } from './claims.ts'
import type { Provider } from './discovery.ts'
import { failure, refusal } from './failures.ts'
import type { ClaimNames } from './presets.ts'

export interface FlowSettings {
  readonly scope: readonly string[]
  readonly claims: ClaimNames
  readonly responseMode: 'form_post' | undefined
  /** The redirect URI. */
  readonly redirectUri: string
}

export interface FlowContext {
  readonly provider: Provider
  /** The sign-ins that wait for the provider. */
  readonly underWay: Shares
  readonly clock: Clock
  readonly random: Random
}

interface Started {
  /** The number of the sign-in. */
  readonly id: string
  readonly at: number
  /**
   * The user must have signed in there at or after this time, in seconds since 1970; null for any
   * time.
   */
  readonly after: number | null
  readonly onward: Onward
}

/** A slow provider must not use up all the requests that this server can run at once. */
const MOST_AT_ONCE = 100
/**
 * The share of an IPv4 address and its /24, or of a /64, /56 and /48. Anyone can send made-up codes
 * without limit, which must not block others.
 */
const MOST_OF_NETWORKS = [20, 40, 60]
const TOO_MANY: Failed = {
  is: 'failed',
  because: 'unreachable',
  detail: 'Too many sign-ins are already waiting for this provider.',
}

/** Enough for a user to find a password or to register at the provider. */
const SECONDS_TO_SIGN_IN = 30 * 60
/** Longer than any session at a provider. */
const SECONDS_OF_ANY_SESSION = 365 * 24 * 60 * 60

/** Never rejects. */
export async function begin(
  { provider, underWay, clock, random }: FlowContext,
  settings: FlowSettings,
  visit: Visit,
): Promise<Begun> {
  const { browser, onward, authTimeAfter } = visit
  const openid = await import('openid-client')
  let configuration: Configuration
  const leave = underWay.take(sharesOf(browser))
  if (leave === undefined) return TOO_MANY
  try {
    configuration = await provider.configuration()
  } catch (error) {
    return failure(error)
  } finally {
    leave()
  }
  const id = Buffer.from(random(16)).toString('base64url')
  const now = clock.now()
  const started: Started = { id, at: now, after: authTimeAfter, onward }
  const { verifier, nonce } = secretsOf(browser, id)
  const to = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: settings.redirectUri,
    scope: settings.scope.join(' '),
    state: browser.seal(started),
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(settings.responseMode !== undefined && { response_mode: settings.responseMode }),
    ...passedOn(visit, now),
  })
  return { is: 'redirect', to: to.href }
}

/**
 * OpenID Connect Core §3.1.2.1: the parameters of the client's request that also concern the
 * provider.
 */
function passedOn(visit: Visit, now: number) {
  const { request, interactive, authTimeAfter, locales } = visit
  const asked = request?.asked
  const prompt = interactive
    ? visit.prompt.filter((value) => value === 'login' || value === 'select_account').join(' ')
    : 'none'
  const hint = asked?.loginHint ?? ''
  return {
    ...(prompt !== '' && { prompt }),
    // Always there, because it makes the provider say when the person signed in (§2, §15.1).
    max_age: String(
      authTimeAfter === null ? SECONDS_OF_ANY_SESSION : Math.max(0, now - authTimeAfter),
    ),
    ...(asked?.acrValues !== undefined && { acr_values: asked.acrValues.join(' ') }),
    ...(hint !== '' && { login_hint: hint }),
    ...(locales !== '' && { ui_locales: locales }),
  }
}

/** Never rejects. */
export async function finish(
  context: FlowContext,
  settings: FlowSettings,
  { parameters, browser }: Return,
): Promise<Finished | Lost> {
  const state = parameters.get('state') ?? undefined
  const started = browser.unseal(state) as Started | undefined
  if (state === undefined || started === undefined) {
    const detail = 'The state was not sealed in this browser.'
    return { is: 'failed', because: 'not_begun_here', detail, onward: null }
  }
  const { onward } = started
  const age = context.clock.now() - started.at
  if (age < 0 || age > SECONDS_TO_SIGN_IN) {
    return { is: 'failed', because: 'expired', detail: `It began ${age} seconds ago.`, onward }
  }
  const leave = context.underWay.take(sharesOf(browser))
  if (leave === undefined) return { ...TOO_MANY, onward }
  try {
    const { idToken, userinfo } = await redeem(context, settings, {
      ...{ parameters, state },
      ...secretsOf(browser, started.id),
    })
    const proof = proofOf(idToken, userinfo, settings.claims)
    if (proof === undefined) {
      const detail = `The ID token has no usable claim ${settings.claims.subject}.`
      return { is: 'failed', because: 'not_trusted', detail, onward }
    }
    const { auth_time: authTime } = idToken
    // Many providers never send auth_time. That is fine unless a client asks for a recent sign-in.
    const isFresh =
      started.after === null ||
      (typeof authTime === 'number'
        ? authTime >= started.after - LEEWAY_SECONDS
        : onward.pending === null)
    if (isFresh) return { is: 'proven', proof, onward }
    const detail = 'The provider did not ask the person to sign in again.'
    return { is: 'failed', because: 'not_recent', detail, onward }
  } catch (error) {
    return { ...(refusal(error) ?? failure(error)), onward }
  } finally {
    leave()
  }
}

function sharesOf({ network }: Browser): readonly Share[] {
  return [
    { name: 'everybody', most: MOST_AT_ONCE },
    ...networkKeys(network).map((name, level) => ({ name, most: MOST_OF_NETWORKS[level] ?? 0 })),
  ]
}

async function redeem(
  { provider }: FlowContext,
  { redirectUri, claims: names }: FlowSettings,
  back: {
    readonly parameters: URLSearchParams
    readonly state: string
    readonly nonce: string
    readonly verifier: string
  },
): Promise<{ readonly idToken: Claims; readonly userinfo: Claims | undefined }> {
  const openid = await import('openid-client')
  const configuration = await provider.configuration()
  const tokens = await openid.authorizationCodeGrant(
    configuration,
    new URL(`${redirectUri}?${back.parameters}`),
    {
      expectedState: back.state,
      expectedNonce: back.nonce,
      pkceCodeVerifier: back.verifier,
      idTokenExpected: true,
    },
  )
  const idToken = tokens.claims()
  if (idToken === undefined) throw new Error('There is no ID token.')
  const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined
  const userinfo =
    hasMore && lacksProfile(idToken, names)
      ? await openid.fetchUserInfo(configuration, tokens.access_token, idToken.sub)
      : undefined
  return { idToken, userinfo }
}

function secretsOf(browser: Browser, id: string) {
  const text = (purpose: string) =>
    Buffer.from(browser.derive(`${purpose} ${id}`)).toString('base64url')
  return { nonce: text('nonce'), verifier: text('code verifier') }
}

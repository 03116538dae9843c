/**
 * The parameters with which an authorization request says who shall sign in, how recently and how
 * (OpenID Connect Core §3.1.2.1). They mean the same without the scope `openid`, with one exception:
 * `acr_values` are then a demand (RFC 9470 §4), and with it a wish.
 *
 * `display` and `claims_locales` are ignored, as the specification allows: the pages suit every
 * window, and a claim has one value for all languages.
 */

import { Refusal } from '../explanations/refusal.ts'
import type { AskedClaims } from '../grants/extras.ts'
import type { ProtocolContext } from '../oauth/context.ts'
import { acrOffered } from '../oauth/metadata.ts'
import type { Parameters } from '../oauth/parameters.ts'
import type { Client } from '../store/records.ts'
import type { WantedSignIn } from './claims-request.ts'
import { idTokenAlgorithm } from './id-token.ts'
import { hasOpenId } from './scopes.ts'

const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const
export type Prompt = (typeof PROMPTS)[number]

/** The checked parameters. */
export interface AuthenticationRequest {
  /** For the ID token, exactly as sent. */
  readonly nonce?: string
  readonly prompt: readonly Prompt[]
  /** Any of these authentication contexts is enough; absent for any. */
  readonly acrValues?: readonly string[]
  /** Whether a sign-in that reaches none of them is good, too. */
  readonly acrIsVoluntary?: true
  /** The maximum age of the sign-in in seconds. */
  readonly maxAge: number | null
  readonly loginHint: string | null
  /** An ID token of the person who shall be signed in, not yet verified (`id-token-hint.ts`). */
  readonly idTokenHint?: string
  /** Only this person may be signed in (OpenID Connect Core §5.5.1). */
  readonly wantedSub?: string
  /** The claims that are asked for by name. */
  readonly claims?: AskedClaims
  /** The preferred languages of the pages, best first. */
  readonly uiLocales: string | null
}

/** None of them may be repeated. A repeated `ui_locales` is ignored instead. */
export const AUTHENTICATION_PARAMETERS = [
  ...['nonce', 'prompt', 'max_age', 'acr_values', 'login_hint', 'id_token_hint', 'claims'],
]

/** A `max_age` that any sign-in meets whose time is known. */
const ANY_KNOWN_TIME = 999_999_999

/** Throws `Refusal` if a parameter is malformed, or asks for what cannot be had here. */
export function readAuthenticationRequest(
  { settings, signing }: Pick<ProtocolContext, 'settings' | 'signing'>,
  { metadata }: Pick<Client, 'metadata'>,
  {
    parameters,
    scope,
    wanted = {},
  }: {
    readonly parameters: Parameters
    readonly scope: readonly string[]
    /** What the claims parameter asks for. */
    readonly wanted?: WantedSignIn | undefined
  },
): AuthenticationRequest {
  const isOpenId = settings.openid && hasOpenId(scope.join(' '))
  if (isOpenId && idTokenAlgorithm(signing, { metadata }) === undefined) {
    const needed = metadata.id_token_signed_response_alg ?? 'RS256'
    throw new Refusal('no_signing_key', { needed, offered: signing.algorithms })
  }
  const nonce = parameters.one('nonce')
  const idTokenHint = readIdTokenHint(parameters.one('id_token_hint'))
  return {
    ...(nonce !== undefined && { nonce }),
    prompt: readPrompt(parameters.one('prompt')),
    maxAge:
      readMaxAge(parameters.one('max_age')) ??
      usualMaxAge({ ...metadata, ...(wanted.wantsAuthTime && { require_auth_time: true }) }),
    ...(isOpenId
      ? acrOf(settings, wanted, parameters.one('acr_values') ?? metadata.default_acr_values)
      : demandedAcr(settings, parameters.one('acr_values'))),
    loginHint: readLoginHint(parameters.one('login_hint')),
    ...(idTokenHint !== undefined && { idTokenHint }),
    ...(wanted.sub !== undefined && { wantedSub: wanted.sub }),
    uiLocales: readUiLocales(parameters.all('ui_locales')),
  }
}

function readPrompt(text: string | undefined): readonly Prompt[] {
  const prompts = new Set<Prompt>()
  for (const word of text?.split(' ') ?? []) {
    const prompt = PROMPTS.find((known) => known === word)
    if (prompt === undefined) throw new Refusal('malformed_parameter', { parameter: 'prompt' })
    prompts.add(prompt)
  }
  if (prompts.has('none') && prompts.size > 1) throw new Refusal('prompt_none_mixed')
  return [...prompts]
}

function readMaxAge(text: string | undefined): number | null {
  if (text === undefined) return null
  if (!/^[0-9]{1,9}$/.test(text)) throw new Refusal('malformed_parameter', { parameter: 'max_age' })
  return Number(text)
}

/** What the client is registered for (OpenID Connect Dynamic Client Registration §2). */
function usualMaxAge({ default_max_age, require_auth_time }: Client['metadata']): number | null {
  return default_max_age ?? (require_auth_time === true ? ANY_KNOWN_TIME : null)
}

/** The claim `acr` may be essential (OpenID Connect Core §5.5.1.1); `acr_values` never are. */
function acrOf(
  settings: ProtocolContext['settings'],
  { acr }: WantedSignIn,
  otherwise: string | readonly string[] | undefined,
): Pick<AuthenticationRequest, 'acrValues' | 'acrIsVoluntary'> {
  const usual = typeof otherwise === 'string' ? otherwise : otherwise?.join(' ')
  const text = acr?.values.join(' ') ?? usual
  return acr?.isEssential ? demandedAcr(settings, text) : wishedAcr(settings, text)
}

/**
 * `acr_values` ask for a voluntary claim (OpenID Connect Core §5.5.1.1), so values that cannot be
 * reached here are left out.
 */
function wishedAcr(
  settings: ProtocolContext['settings'],
  text: string | undefined,
): Pick<AuthenticationRequest, 'acrValues' | 'acrIsVoluntary'> {
  const acrValues = readAcrValues(text).filter((value) => isReachable(settings, value))
  return acrValues.length === 0 ? {} : { acrValues, acrIsVoluntary: true }
}

/**
 * Throws `Refusal` if none of the values can be reached here: neither by second factors nor by a
 * provider, which may know others.
 */
function demandedAcr(
  settings: ProtocolContext['settings'],
  text: string | undefined,
): Pick<AuthenticationRequest, 'acrValues'> {
  const acrValues = readAcrValues(text)
  if (acrValues.length === 0) return {}
  if (acrValues.some((value) => isReachable(settings, value))) return { acrValues }
  throw new Refusal('acr_unmet', { because: 'not_offered' })
}

function readAcrValues(text: string | undefined): readonly string[] {
  if (text === undefined) return []
  if (!/^[\x21-\x7e]{1,255}( [\x21-\x7e]{1,255}){0,9}$/.test(text)) {
    throw new Refusal('malformed_parameter', { parameter: 'acr_values' })
  }
  return text.split(' ')
}

function isReachable(settings: ProtocolContext['settings'], value: string): boolean {
  const { offered, elsewhere } = acrOffered(settings)
  return elsewhere || offered.some((level) => level === value)
}

/** Drops a hint that cannot be an address, since it would be carried in every URL of the login. */
function readLoginHint(text: string | undefined): string | null {
  return text !== undefined && /^\P{Cc}{1,320}$/u.test(text) ? text : null
}

/** The compact form of a JWS (RFC 7515 §7.1). */
function readIdTokenHint(text: string | undefined): string | undefined {
  if (text === undefined || /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return text
  throw new Refusal('malformed_parameter', { parameter: 'id_token_hint' })
}

/**
 * Only a preference: anything but a list of language tags, or too long for the following URLs, is
 * dropped.
 */
function readUiLocales([text]: readonly string[]): string | null {
  return text !== undefined && /^[a-z\d-]{1,35}( [a-z\d-]{1,35}){0,7}$/i.test(text) ? text : null
}

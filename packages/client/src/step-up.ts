/**
 * Step-up: an API refuses a request because the user signed in too weakly or too long ago (RFC 9470), or
 * because the grant lacks scope (RFC 6750 §3.1). A new token from a refresh would not help; the user has to
 * decide.
 *
 * An API names the scope of the one operation, whatever the client has. So the client adds up: it asks for
 * what it has and what is demanded, or the new grant could do less than the old one. It also remembers all
 * that it ever asked for, and does not ask twice for what the user did not give: without that, two
 * operations could send the user to the server by turns, for ever.
 */

import { MandateError, type StepUp } from './errors.ts'

type Answer = Pick<Response, 'status' | 'headers'>

/** What a grant has, and what its user was asked for; both null if unknown. */
export interface AskedScope {
  readonly scope: string | null
  /** All that this login asked for, and those before that it replaced. */
  readonly asked?: string | undefined
}

/**
 * What the API asks for, if the response is such a refusal; undefined for any other response. For
 * programs that do not use `grant.fetch`: `scope` is then what the one operation needs, to be added to
 * what the grant has.
 */
export function readStepUp(response: Answer): StepUp | undefined {
  const { status } = response
  const challenge = response.headers.get('www-authenticate') ?? ''
  if (status !== 401 && status !== 403) return undefined
  const parameters = new Map(
    [...challenge.matchAll(PARAMETER)].map(([, name = '', quoted, token]) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, '$1') ?? token ?? '',
    ]),
  )
  const scope = tokensOf(parameters.get('scope')).join(' ')
  const error = parameters.get('error')
  if (status === 403) {
    return error === 'insufficient_scope' && scope !== '' ? { scope } : undefined
  }
  if (error !== 'insufficient_user_authentication') return undefined
  const acrValues = parameters.get('acr_values')?.match(/\S+/g)
  const maxAge = parameters.get('max_age') ?? ''
  return {
    ...(acrValues && { acrValues: [...acrValues] }),
    ...(/^\d{1,9}$/.test(maxAge) && { maxAge: Number(maxAge) }),
    ...(scope !== '' && { scope }),
  }
}

/**
 * What a login has to ask for, so that the new grant can do what the old one could and what is
 * demanded. Undefined if no login can help: the grant has the scope already, or its user was asked
 * for it and did not give it, or took it back.
 */
export function addUp(stepUp: StepUp, grant: AskedScope): StepUp | undefined {
  const { scope: demanded, ...signIn } = stepUp
  if (demanded === undefined) return stepUp
  const has = tokensOf(grant.scope)
  const asked = [...new Set([...has, ...tokensOf(grant.asked)])]
  const isNew = tokensOf(demanded).some((token) => !asked.includes(token))
  const isAboutScope = signIn.acrValues === undefined && signIn.maxAge === undefined
  if (!isNew && isAboutScope) return undefined
  const kept = asked.filter((token) => LASTING.includes(token))
  // For the sign-in alone, what the user did not give before is not asked for again.
  const wanted = new Set([...has, ...kept, ...(isNew ? tokensOf(demanded) : [])])
  return {
    ...signIn,
    ...(wanted.size > 0 && { scope: [...wanted].join(' ') }),
    ...(asked.length > 0 && { asked: asked.join(' ') }),
  }
}

/** All that was asked for, in this login and those before it. */
export function allAsked(scope: string | null, before: string | undefined): string | undefined {
  const all = new Set([...tokensOf(before), ...tokensOf(scope)])
  return all.size === 0 ? undefined : [...all].join(' ')
}

/** Asked for in order to change the login itself; a server need not name them as granted. */
const LASTING = ['openid', 'offline_access']

/** An API can be hostile: what is no scope token (RFC 6749 §3.3), or no end of them, asks for nothing. */
function tokensOf(scope: string | null | undefined): readonly string[] {
  const tokens = scope?.match(/\S+/g) ?? []
  const isScope = tokens.every((token) => /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(token))
  return isScope && (scope?.length ?? 0) <= LONGEST_SCOPE ? tokens : []
}

const LONGEST_SCOPE = 2_000

/** `name="value"` or `name=value` (RFC 9110 §11.2). */
const PARAMETER = /\b([a-z_]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi

/** For `grant.fetch`. */
export function stepUpNeeded(origin: string, stepUp: StepUp): MandateError {
  const { acrValues, maxAge } = stepUp
  const what =
    acrValues === undefined && maxAge === undefined
      ? 'needs more scope than the grant has'
      : 'wants the user to sign in again'
  const message = `${origin} ${what}: start a login with the stepUp of this error`
  return new MandateError('step_up_needed', message, { stepUp })
}

/**
 * Step-up (RFC 9470): an API refuses a request because the user signed in too weakly or too long ago. A
 * new token from a refresh would not help; the user has to sign in again.
 */

import { MandateError, type StepUp } from './errors.ts'

/**
 * What the API asks for, if the response is such a refusal; undefined for any other response. For
 * programs that do not use `grant.fetch`.
 */
export function readStepUp(response: Pick<Response, 'status' | 'headers'>): StepUp | undefined {
  const challenge = response.headers.get('www-authenticate') ?? ''
  if (response.status !== 401) return undefined
  const parameters = new Map(
    [...challenge.matchAll(PARAMETER)].map(([, name = '', quoted, token]) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, '$1') ?? token ?? '',
    ]),
  )
  if (parameters.get('error') !== 'insufficient_user_authentication') return undefined
  const acrValues = parameters.get('acr_values')?.match(/\S+/g)
  const maxAge = parameters.get('max_age') ?? ''
  return {
    ...(acrValues && { acrValues: [...acrValues] }),
    ...(/^\d{1,9}$/.test(maxAge) && { maxAge: Number(maxAge) }),
  }
}

/** `name="value"` or `name=value` (RFC 9110 §11.2). */
const PARAMETER = /\b([a-z_]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi

/** For `grant.fetch`. */
export function stepUpNeeded(origin: string, stepUp: StepUp): MandateError {
  const message = `${origin} wants the user to sign in again: start a login with the stepUp of this error`
  return new MandateError('step_up_needed', message, { stepUp })
}

import { SignInError } from './errors.ts'
import { isObject } from './json.ts'

/**
 * The URL for the browser, from Mandate's response. Only URLs of the issuer are accepted, so that
 * the platform cannot be made to redirect anywhere else.
 */
export function continueAt(issuer: URL, answer: unknown): { readonly continueUrl: string } {
  const text = isObject(answer) ? answer['continue_url'] : undefined
  if (typeof text === 'string' && URL.canParse(text)) {
    const url = new URL(text)
    if (url.origin === issuer.origin) return { continueUrl: url.href }
  }
  throw new SignInError(
    'answer_unreadable',
    `the response has no continue_url below ${issuer.origin}; check that issuer is the server's own URL`,
  )
}

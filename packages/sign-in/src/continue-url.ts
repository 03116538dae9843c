import { SignInError } from './errors.ts'
import { isObject } from './json.ts'

/**
 * Where the browser continues, from an answer of Mandate. Only an address of the issuer itself is
 * taken, so that the platform cannot be made to redirect anywhere else.
 */
export function continueAt(issuer: URL, answer: unknown): { readonly continueUrl: string } {
  const text = isObject(answer) ? answer['continue_url'] : undefined
  if (typeof text === 'string' && URL.canParse(text)) {
    const url = new URL(text)
    if (url.origin === issuer.origin) return { continueUrl: url.href }
  }
  throw new SignInError(
    'answer_unreadable',
    `the answer has no continue_url below ${issuer.origin}: is issuer the server's own address?`,
  )
}

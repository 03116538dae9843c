/** How the user had signed in when the grant was made, as one string that is written once. */

import type { SignInText } from './grant.ts'

export interface SignInMethods {
  /** The methods, with the names of RFC 8176 §2. */
  readonly amr: readonly string[]
  /** The authentication context class (OpenID Connect Core §2), or null if none was named. */
  readonly acr: string | null
}

export function signInText({ amr, acr }: SignInMethods): SignInText {
  return JSON.stringify(acr === null ? { amr } : { amr, acr }) as SignInText
}

export function readSignInText(text: SignInText): SignInMethods {
  const { amr, acr = null } = JSON.parse(text)
  return { amr, acr }
}

/** The `acr`, or null. Most texts have none, and are not parsed then: each introspection asks. */
export function acrIn(text: SignInText): string | null {
  return text.includes('"acr":') ? readSignInText(text).acr : null
}

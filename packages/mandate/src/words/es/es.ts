/** Spanish, for every country that speaks it. It addresses people as "usted", mostly without the word. */

import { en, type Words } from '../en/en.ts'
import { inWords } from './formats.ts'

export const es: Words = {
  language: 'es',
  direction: 'ltr',
  inWords,
  home: en.home,
  signIn: en.signIn,
  consent: en.consent,
  account: en.account,
  accountNav: en.accountNav,
  signOut: en.signOut,
  connect: en.connect,
  waysIn: en.waysIn,
  formPost: en.formPost,
  error: en.error,
  errors: en.errors,
  codes: en.codes,
  clientSignIn: en.clientSignIn,
  refusedRequests: en.refusedRequests,
  mail: en.mail,
  permissions: en.permissions,
}

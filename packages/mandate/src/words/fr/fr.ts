/** French. It addresses people as "vous". */

import { en, type Words } from '../en/en.ts'
import { account } from './account.ts'
import { clientSignIn } from './client-sign-in.ts'
import { codes } from './codes.ts'
import { connect } from './connect.ts'
import { consent } from './consent.ts'
import { error } from './error.ts'
import { errors } from './errors.ts'
import { foot } from './foot.ts'
import { formPost } from './form-post.ts'
import { inWords } from './formats.ts'
import { home } from './home.ts'
import { letIn } from './let-in.ts'
import { permissions } from './permissions.ts'
import { refusedRequests } from './refused-requests.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { waysIn } from './ways-in.ts'

export const fr: Words = {
  language: 'fr',
  direction: 'ltr',
  inWords,
  foot,
  home,
  signIn,
  letIn,
  secondFactor: en.secondFactor,
  consent,
  consentChoices: en.consentChoices,
  account,
  accountNav: en.accountNav,
  sessions: en.sessions,
  passkeys: en.passkeys,
  activity: en.activity,
  personalData: en.personalData,
  signOut,
  connect,
  installations: en.installations,
  waysIn,
  mailLinks: en.mailLinks,
  mailedLinks: en.mailedLinks,
  accountPassword: en.accountPassword,
  profile: en.profile,
  formPost,
  error,
  errors,
  codes,
  clientSignIn,
  refusedRequests,
  mail: en.mail,
  permissions,
}

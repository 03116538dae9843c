/** Swedish. It addresses people as "du", and keeps the English term where OAuth has no Swedish one. */

import type { Words } from '../en/en.ts'
import { account } from './account.ts'
import { accountNav } from './account-nav.ts'
import { accountPassword } from './account-password.ts'
import { activity } from './activity.ts'
import { clientSignIn } from './client-sign-in.ts'
import { codes } from './codes.ts'
import { connect } from './connect.ts'
import { consent } from './consent.ts'
import { consentChoices } from './consent-choices.ts'
import { device } from './device.ts'
import { error } from './error.ts'
import { errors } from './errors.ts'
import { foot } from './foot.ts'
import { formPost } from './form-post.ts'
import { inWords } from './formats.ts'
import { home } from './home.ts'
import { installations } from './installations.ts'
import { letIn } from './let-in.ts'
import { limits } from './limits.ts'
import { logOut } from './log-out.ts'
import { mail } from './mail.ts'
import { mailLinks } from './mail-links.ts'
import { mailedLinks } from './mailed-links.ts'
import { operatorPermissions } from './operator-permissions.ts'
import { passkeys } from './passkeys.ts'
import { permissions } from './permissions.ts'
import { personalData } from './personal-data.ts'
import { profile } from './profile.ts'
import { refusedRequests } from './refused-requests.ts'
import { registration } from './registration.ts'
import { secondFactor } from './second-factor.ts'
import { sessions } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { waysIn } from './ways-in.ts'

export const sv: Words = {
  language: 'sv',
  direction: 'ltr',
  inWords,
  foot,
  home,
  signIn,
  letIn,
  limits,
  registration,
  secondFactor,
  consent,
  consentChoices,
  account,
  accountNav,
  sessions,
  activity,
  personalData,
  signOut,
  logOut,
  connect,
  installations,
  waysIn,
  mailLinks,
  mailedLinks,
  accountPassword,
  profile,
  formPost,
  device,
  error,
  errors,
  codes,
  clientSignIn,
  refusedRequests,
  mail,
  passkeys,
  permissions,
  operatorPermissions,
}

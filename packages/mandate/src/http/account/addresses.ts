/** All pages and acts of an account, on one screen. `routes.ts` serves them below `/account`. */

import type { AccountAct, Resumable } from './act.ts'
import { activityOfAccount } from './activity.ts'
import {
  allowAgain,
  appsOfAccount,
  disconnectApp,
  disconnectEverything,
  disconnectOne,
  endDelegateAct,
  lowerLimits,
  takeBack,
} from './apps.ts'
import { addAuthenticator, authenticatorOfAccount, removeAuthenticator } from './authenticator.ts'
import { dataOfAccount, deleteOwnAccount, downloadData } from './data.ts'
import type { AccountPage } from './page.ts'
import {
  addPasskeyAct,
  newPasskeyOfAccount,
  removePasskeyAct,
  renamePasskeyAct,
} from './passkeys.ts'
import { changeOwnPassword, passwordOfAccount } from './password.ts'
import {
  cancelAddressChange,
  changeAddress,
  chooseLanguage,
  profileOfAccount,
  verifyAddress,
} from './profile.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'
import { securityOfAccount } from './security.ts'
import { endOneSession, endOtherSessions, sessionsOfAccount } from './sessions.ts'
import { connectArrived, connectWay, disconnectWay } from './ways-in.ts'

export const accountPages: readonly AccountPage[] = [
  appsOfAccount,
  securityOfAccount,
  authenticatorOfAccount,
  sessionsOfAccount,
  passwordOfAccount,
  profileOfAccount,
  activityOfAccount,
  dataOfAccount,
  newPasskeyOfAccount,
]

export const accountActs: readonly AccountAct[] = [
  disconnectApp,
  disconnectOne,
  endDelegateAct,
  disconnectEverything,
  allowAgain,
  takeBack,
  lowerLimits,
  connectWay,
  disconnectWay,
  addAuthenticator,
  removeAuthenticator,
  makeRecoveryCodes,
  endOneSession,
  endOtherSessions,
  downloadData,
  deleteOwnAccount,
  addPasskeyAct,
  renamePasskeyAct,
  removePasskeyAct,
  changeOwnPassword,
  changeAddress,
  verifyAddress,
  cancelAddressChange,
  chooseLanguage,
]

/** What can continue after a sign-in. */
export const resumables: readonly Resumable[] = [...accountActs, connectArrived]

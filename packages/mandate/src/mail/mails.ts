/** Every mail by its name, which jobs carry: what it says. */

import * as account from './account.ts'
import { appConnected, tokenReused } from './apps.ts'
import type { Content, MailProps } from './content.ts'
import {
  accountExists,
  changeAddress,
  invitation,
  letBrowserIn,
  register,
  resetPassword,
  stopChange,
  verifyAddress,
} from './links.ts'
import * as security from './security.ts'

export const mails = {
  reset_password: resetPassword,
  verify_address: verifyAddress,
  change_address: changeAddress,
  stop_change: stopChange,
  let_browser_in: letBrowserIn,
  register,
  account_exists: accountExists,
  invitation,
  password_changed: security.passwordChanged,
  new_browser: security.newBrowser,
  signed_out_everywhere: security.signedOutEverywhere,
  passkey_added: security.passkeyAdded,
  passkey_removed: security.passkeyRemoved,
  passkey_cloned: security.passkeyCloned,
  way_connected: security.wayConnected,
  way_disconnected: security.wayDisconnected,
  totp_added: security.totpAdded,
  totp_removed: security.totpRemoved,
  recovery_codes_made: security.recoveryCodesMade,
  recovery_code_used: security.recoveryCodeUsed,
  address_changed: account.addressChanged,
  address_changed_from: account.addressChangedFrom,
  deletion_asked: account.deletionAsked,
  deletion_stopped: account.deletionStopped,
  app_connected: appConnected,
  token_reused: tokenReused,
} as const satisfies Readonly<Record<string, (props: MailProps) => Content>>

export type MailName = keyof typeof mails

export function isMailName(name: unknown): name is MailName {
  return typeof name === 'string' && Object.hasOwn(mails, name)
}

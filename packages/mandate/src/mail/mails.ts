/** Every mail by its name, which jobs carry: what it says. */

import { appConnected, tokenReused } from './apps.ts'
import type { Content, MailProps } from './content.ts'
import { changeAddress, resetPassword, stopChange, verifyAddress } from './links.ts'
import * as security from './security.ts'

export const mails = {
  reset_password: resetPassword,
  verify_address: verifyAddress,
  change_address: changeAddress,
  stop_change: stopChange,
  password_changed: security.passwordChanged,
  new_browser: security.newBrowser,
  signed_out_everywhere: security.signedOutEverywhere,
  passkey_added: security.passkeyAdded,
  passkey_removed: security.passkeyRemoved,
  passkey_cloned: security.passkeyCloned,
  way_connected: security.wayConnected,
  way_disconnected: security.wayDisconnected,
  app_connected: appConnected,
  token_reused: tokenReused,
} as const satisfies Readonly<Record<string, (props: MailProps) => Content>>

export type MailName = keyof typeof mails

export function isMailName(name: unknown): name is MailName {
  return typeof name === 'string' && Object.hasOwn(mails, name)
}

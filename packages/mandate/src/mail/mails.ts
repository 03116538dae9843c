/** Every mail by its name, which jobs carry: what it says. */

import type { Content, MailProps } from './content.ts'
import { changeAddress, resetPassword, stopChange, verifyAddress } from './links.ts'
import { passwordChanged } from './security.ts'

export const mails = {
  password_changed: passwordChanged,
  reset_password: resetPassword,
  verify_address: verifyAddress,
  change_address: changeAddress,
  stop_change: stopChange,
} as const satisfies Readonly<Record<string, (props: MailProps) => Content>>

export type MailName = keyof typeof mails

export function isMailName(name: unknown): name is MailName {
  return typeof name === 'string' && Object.hasOwn(mails, name)
}

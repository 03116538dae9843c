/** Every mail by its name, which jobs carry: what it says. */

import type { Content, MailProps } from './content.ts'
import { passwordChanged } from './security.ts'

export const mails = {
  password_changed: passwordChanged,
} as const satisfies Readonly<Record<string, (props: MailProps) => Content>>

export type MailName = keyof typeof mails

export function isMailName(name: unknown): name is MailName {
  return typeof name === 'string' && Object.hasOwn(mails, name)
}

/** Whether mail is sent; `mandate mail test` tries it. */

import { mailServerOf, senderOf } from '../../settings/mail.ts'
import type { Examine } from './check.ts'

const name = 'mail'

export const mail: Examine = ({ settings: { mailUrl, mailFrom } }) => {
  if (mailUrl === null || mailFrom === null) {
    return {
      ...{ name, ok: true },
      message: 'none is sent, since mail_url is not set: people who lose their password need you',
    }
  }
  const { host, port } = mailServerOf(mailUrl)
  return {
    ...{ name, ok: true },
    message: `sent by ${host}:${port} as ${senderOf(mailFrom).address}; try it with: mandate mail test ADDRESS`,
  }
}

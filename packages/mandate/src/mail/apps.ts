/** Mails about apps that act for a person. */

import { type Content, link, type MailProps, paragraph, whenAndWhere } from './content.ts'

export function appConnected(props: MailProps): Content {
  const { email, brandName: brand, client = '', issuer } = props
  const words = props.words.mail.appConnected
  return {
    subject: words.subject({ client, brand }),
    blocks: [
      paragraph(words.happened({ client, email, brand })),
      whenAndWhere(props),
      paragraph(words.next),
      link(words.button, `${issuer}/account`),
    ],
  }
}

/** A refresh token was used twice, so its grant has ended. */
export function tokenReused(props: MailProps): Content {
  const { email, brandName: brand, client = '', issuer } = props
  const words = props.words.mail.tokenReused
  return {
    subject: words.subject({ client, brand }),
    blocks: [
      paragraph(words.happened({ client, email, brand })),
      whenAndWhere(props),
      paragraph(words.meaning),
      paragraph(words.next({ client })),
      link(words.button, `${issuer}/account`),
    ],
  }
}

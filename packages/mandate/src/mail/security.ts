/** Mails about how a person signs in. */

import { type Content, link, type MailProps, paragraph, whenAndWhere } from './content.ts'

export function passwordChanged(props: MailProps): Content {
  const { email, brandName: brand, issuer } = props
  const words = props.words.mail.passwordChanged
  return {
    subject: words.subject({ brand }),
    blocks: [
      paragraph(words.changed({ email, brand })),
      whenAndWhere(props),
      paragraph(words.next),
      link(words.reset, `${issuer}/forgot`),
    ],
  }
}

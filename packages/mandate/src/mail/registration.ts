/** Mails about a new account: to create it, or because the address has one already. */

import type { Content, MailProps } from './content.ts'
import { link, paragraph, whenAndWhere } from './content.ts'
import { linkOf } from './links.ts'

export function register(props: MailProps): Content {
  const { email, brandName: brand } = props
  const words = props.words.mailLinks.register
  return {
    subject: words.subject({ brand }),
    blocks: [
      paragraph(words.asked({ email, brand })),
      ...linkOf(props, words.button),
      whenAndWhere(props),
      paragraph(words.unasked),
    ],
  }
}

/** Has no one-time link: the owner signs in as ever. */
export function accountExists(props: MailProps): Content {
  const { email, brandName: brand, issuer } = props
  const words = props.words.mailLinks.accountExists
  return {
    subject: words.subject({ brand }),
    blocks: [
      paragraph(words.asked({ email, brand })),
      link(words.button, `${issuer}/sign-in`),
      link(words.forgot, `${issuer}/forgot`),
      whenAndWhere(props),
      paragraph(words.unasked),
    ],
  }
}

export function invitation(props: MailProps): Content {
  const { email, brandName: brand } = props
  const words = props.words.mailLinks.invitation
  return {
    subject: words.subject({ brand }),
    blocks: [
      paragraph(words.asked({ email, brand })),
      ...linkOf(props, words.button),
      paragraph(words.unasked),
    ],
  }
}

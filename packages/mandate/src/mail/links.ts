/** Mails with a one-time link: what it does, how long it is good, and what to do if unasked for. */

import type { Content, MailProps } from './content.ts'
import { link, paragraph, whenAndWhere } from './content.ts'

export function resetPassword(props: MailProps): Content {
  const { email, brandName: brand } = props
  const words = props.words.mailLinks.resetPassword
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

export function verifyAddress(props: MailProps): Content {
  const { email, brandName: brand } = props
  const words = props.words.mailLinks.verifyAddress
  return {
    subject: words.subject({ brand }),
    blocks: [
      paragraph(words.asked({ email, brand })),
      ...linkOf(props, words.button),
      paragraph(words.unasked),
    ],
  }
}

/** To the new address. */
export function changeAddress(props: MailProps): Content {
  const { email, brandName: brand, newEmail = email } = props
  const words = props.words.mailLinks.changeAddress
  return {
    subject: words.subject({ brand }),
    blocks: [
      paragraph(words.asked({ email, newEmail, brand })),
      ...linkOf(props, words.button),
      paragraph(words.unasked),
    ],
  }
}

/** To the old address. */
export function stopChange(props: MailProps): Content {
  const { email, brandName: brand, newEmail = email } = props
  const words = props.words.mailLinks.stopChange
  return {
    subject: words.subject({ brand }),
    blocks: [
      paragraph(words.asked({ email, newEmail, brand })),
      whenAndWhere(props),
      paragraph(words.next),
      ...linkOf(props, words.button),
    ],
  }
}

/** Lets the browser that opens it try the password without waiting. */
export function letBrowserIn(props: MailProps): Content {
  const { email, brandName: brand } = props
  const words = props.words.mailLinks.letBrowserIn
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

export function linkOf({ words, address, seconds }: MailProps, label: string) {
  if (address === undefined || seconds === undefined) return []
  return [link(label, address), paragraph(words.mailLinks.goodFor({ seconds }))]
}

/** Mails about the account itself: its address, and its end. */

import { type Content, link, type MailProps, paragraph, whenAndWhere } from './content.ts'

/** To the new address. `email` is the old one. */
export function addressChanged(props: MailProps): Content {
  const { nextAtNew, button } = props.words.mail.addressChanged
  const { subject, blocks } = aboutChange(props)
  const address = `${props.issuer}/account/security`
  return { subject, blocks: [...blocks, paragraph(nextAtNew), link(button, address)] }
}

/** To the old address. */
export function addressChangedFrom(props: MailProps): Content {
  const { subject, blocks } = aboutChange(props)
  return { subject, blocks: [...blocks, paragraph(props.words.mail.addressChanged.nextAtOld)] }
}

function aboutChange(props: MailProps): Content {
  const { email, brandName: brand, newEmail = '' } = props
  const words = props.words.mail.addressChanged
  return {
    subject: words.subject({ brand }),
    blocks: [paragraph(words.happened({ email, newEmail, brand })), whenAndWhere(props)],
  }
}

/** Its owner has closed it, and it will be deleted later. */
export function deletionAsked(props: MailProps): Content {
  const { email, brandName: brand, issuer, deleteAfter = 0, words } = props
  const { subject, happened, next, button } = words.mail.deletionAsked
  const day = words.inWords.day(deleteAfter)
  return {
    subject: subject({ brand }),
    blocks: [
      paragraph(happened({ email, brand, day })),
      whenAndWhere(props),
      paragraph(next),
      link(button, `${issuer}/account`),
    ],
  }
}

export function deletionStopped(props: MailProps): Content {
  const { email, brandName: brand, issuer } = props
  const { subject, happened, next, button } = props.words.mail.deletionStopped
  return {
    subject: subject({ brand }),
    blocks: [
      paragraph(happened({ email, brand })),
      whenAndWhere(props),
      paragraph(next),
      link(button, `${issuer}/account/security`),
    ],
  }
}

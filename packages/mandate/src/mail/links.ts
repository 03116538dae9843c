/** Mails with a one-time link: what it does, how long it is good, and what to do if unasked for. */

import { type Content, link, type MailProps, paragraph, whenAndWhere } from './content.ts'

/** The mails about one address that were asked for, by the name of their words. */
type Asked = 'resetPassword' | 'verifyAddress' | 'letBrowserIn' | 'register' | 'invitation'

/** A mail with a link, and from where it was asked for if a stranger can ask. */
const asked =
  (name: Asked, { byAnybody }: { readonly byAnybody: boolean }) =>
  (props: MailProps): Content => {
    const { email, brandName: brand } = props
    const words = props.words.mailLinks[name]
    return {
      subject: words.subject({ brand }),
      blocks: [
        paragraph(words.asked({ email, brand })),
        ...linkOf(props, words.button),
        ...(byAnybody ? [whenAndWhere(props)] : []),
        paragraph(words.unasked),
      ],
    }
  }

export const resetPassword = asked('resetPassword', { byAnybody: true })
export const verifyAddress = asked('verifyAddress', { byAnybody: false })
/** Lets the browser that opens it try the password without waiting. */
export const letBrowserIn = asked('letBrowserIn', { byAnybody: true })
/** To create an account. */
export const register = asked('register', { byAnybody: true })
export const invitation = asked('invitation', { byAnybody: false })

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

/** To an address that has an account already. No one-time link: its owner signs in as usual. */
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

function linkOf({ words, address, seconds }: MailProps, label: string) {
  if (address === undefined || seconds === undefined) return []
  return [link(label, address), paragraph(words.mailLinks.goodFor({ seconds }))]
}

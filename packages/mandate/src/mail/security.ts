/** Mails about how a person signs in, and who else did. */

import {
  type Content,
  link,
  type MailProps,
  paragraph,
  type Sentence,
  whenAndWhere,
} from './content.ts'

/** What most notices consist of. */
interface Told {
  readonly subject: Sentence
  readonly happened: Sentence
  readonly next: Sentence
  readonly button: string
}

export function passwordChanged(props: MailProps): Content {
  const { email, brandName: brand, issuer } = props
  const { subject, happened, next, button } = props.words.mail.passwordChanged
  const told = { subject: subject({ brand }), happened: happened({ email, brand }), next, button }
  return notice(props, told, `${issuer}/forgot`)
}

export function newBrowser(props: MailProps): Content {
  const { email, brandName: brand } = props
  const { subject, happened, next, button } = props.words.mail.newBrowser
  return atSecurity(props, {
    ...{ subject: subject({ brand }), happened: happened({ email, brand }), next, button },
  })
}

export function signedOutEverywhere(props: MailProps): Content {
  const { email, brandName: brand } = props
  const { subject, happened, next, button } = props.words.mail.signedOutEverywhere
  return atSecurity(props, {
    ...{ subject: subject({ brand }), happened: happened({ email, brand }), next, button },
  })
}

export function passkeyAdded(props: MailProps): Content {
  return aboutPasskey(props, props.words.mail.passkeyAdded)
}

export function passkeyRemoved(props: MailProps): Content {
  return aboutPasskey(props, props.words.mail.passkeyRemoved)
}

export function passkeyCloned(props: MailProps): Content {
  return aboutPasskey(props, props.words.mail.passkeyCloned)
}

export function wayConnected(props: MailProps): Content {
  return aboutWay(props, props.words.mail.wayConnected)
}

export function wayDisconnected(props: MailProps): Content {
  return aboutWay(props, props.words.mail.wayDisconnected)
}

function aboutPasskey(
  props: MailProps,
  { subject, happened, next, button }: MailProps['words']['mail']['passkeyAdded'],
): Content {
  const { email, brandName: brand, name = '' } = props
  const told = { subject: subject({ brand }), happened: happened({ name, email, brand }) }
  return atSecurity(props, { ...told, next, button })
}

function aboutWay(
  props: MailProps,
  { subject, happened, next, button }: MailProps['words']['mail']['wayConnected'],
): Content {
  const { email, brandName: brand, provider = '' } = props
  const told = { subject: subject({ brand }), happened: happened({ provider, email, brand }) }
  return atSecurity(props, { ...told, next, button })
}

function atSecurity(props: MailProps, told: Told): Content {
  return notice(props, told, `${props.issuer}/account/security`)
}

function notice(props: MailProps, { subject, happened, next, button }: Told, to: string): Content {
  return {
    subject,
    blocks: [paragraph(happened), whenAndWhere(props), paragraph(next), link(button, to)],
  }
}

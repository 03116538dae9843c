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
  return aboutAccount(props, props.words.mail.passwordChanged, '/forgot')
}

export function newBrowser(props: MailProps): Content {
  return aboutAccount(props, props.words.mail.newBrowser)
}

export function signedOutEverywhere(props: MailProps): Content {
  return aboutAccount(props, props.words.mail.signedOutEverywhere)
}

export function totpAdded(props: MailProps): Content {
  return aboutAccount(props, props.words.mail.totpAdded)
}

export function totpRemoved(props: MailProps): Content {
  return aboutAccount(props, props.words.mail.totpRemoved)
}

export function recoveryCodesMade(props: MailProps): Content {
  return aboutAccount(props, props.words.mail.recoveryCodesMade)
}

export function recoveryCodeUsed(props: MailProps): Content {
  return aboutAccount(props, props.words.mail.recoveryCodeUsed)
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

type Texts = MailProps['words']['mail']

function aboutAccount(
  props: MailProps,
  { subject, happened, next, button }: Texts['newBrowser'],
  place?: string,
): Content {
  const { email, brandName: brand } = props
  const told = { subject: subject({ brand }), happened: happened({ email, brand }), next, button }
  return notice(props, told, place)
}

function aboutPasskey(
  props: MailProps,
  { subject, happened, next, button }: Texts['passkeyAdded'],
): Content {
  const { email, brandName: brand, name = '' } = props
  const told = { subject: subject({ brand }), happened: happened({ name, email, brand }) }
  return notice(props, { ...told, next, button })
}

function aboutWay(
  props: MailProps,
  { subject, happened, next, button }: Texts['wayConnected'],
): Content {
  const { email, brandName: brand, provider = '' } = props
  const told = { subject: subject({ brand }), happened: happened({ provider, email, brand }) }
  return notice(props, { ...told, next, button })
}

function notice(
  props: MailProps,
  { subject, happened, next, button }: Told,
  place = '/account/security',
): Content {
  const address = `${props.issuer}${place}`
  return {
    subject,
    blocks: [paragraph(happened), whenAndWhere(props), paragraph(next), link(button, address)],
  }
}

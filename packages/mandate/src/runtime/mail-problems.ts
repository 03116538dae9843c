/** Why a mail could not be sent, in words for the operator, and whether to try again. */

/** Another process has the job. */
export class Refused extends Error {}

export class MailProblem extends Error {
  override readonly name = 'MailProblem'
  /** What the operator can do. */
  readonly remedy: string
  /** The server has refused this recipient or message for good. */
  readonly isFinal: boolean
  /** The server has said that it does not take the message. */
  readonly isAnswered: boolean
  constructor(
    message: string,
    {
      remedy,
      isFinal = false,
      isAnswered = false,
    }: { readonly remedy: string; readonly isFinal?: boolean; readonly isAnswered?: boolean },
  ) {
    super(message)
    this.remedy = remedy
    this.isFinal = isFinal
    this.isAnswered = isAnswered
  }
}

/** The members that nodemailer's errors have. */
interface Told {
  readonly code?: string
  /** The code of the system's own error. */
  readonly originalCode?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

/** `error` is what nodemailer threw. */
export function problemOf(
  error: unknown,
  { isHandedOver }: { readonly isHandedOver: boolean },
): MailProblem {
  if (error instanceof Refused) {
    return new MailProblem('Another process is sending this mail.', { remedy: 'Nothing to do.' })
  }
  const { code, originalCode, command, response, responseCode } = error as Told
  const said = response === undefined ? '' : `: ${withoutParties(response)}`
  if (responseCode === undefined && isHandedOver) {
    return new MailProblem(
      'The mail server did not say whether it took the message, so it is not sent again.',
      { remedy: 'Check the log of the mail server.' },
    )
  }
  const isPermanent = responseCode !== undefined && responseCode >= 500
  if (code === 'EAUTH') {
    return new MailProblem(`The mail server refused the user or password${said}`, {
      remedy: 'Check the user and the password in mail_url.',
    })
  }
  if (code === 'EENVELOPE' && command === 'MAIL FROM') {
    return new MailProblem(`The mail server refused the sender${said}`, {
      remedy: 'Check that this user may send as the address in mail_from.',
    })
  }
  if (code === 'EENVELOPE' && (command === 'RCPT TO' || command === 'API')) {
    return new MailProblem(`The mail server refused the recipient${said}`, {
      ...{ remedy: 'Check the address of the account.', isFinal: isPermanent || command === 'API' },
    })
  }
  if (responseCode !== undefined && (code === 'EENVELOPE' || code === 'EMESSAGE')) {
    return new MailProblem(`The mail server refused the message${said}`, {
      remedy: 'Check the log of the mail server.',
      isFinal: isPermanent,
      isAnswered: true,
    })
  }
  if (code === 'ETLS' || CERTIFICATE.test(originalCode ?? '')) {
    return new MailProblem(`There is no trusted TLS to the mail server (${originalCode ?? code})`, {
      remedy:
        'Check that the host in mail_url is the name in its certificate, and whether it expects smtp:// (STARTTLS) or smtps://. For a certificate authority of your own, set NODE_EXTRA_CA_CERTS.',
    })
  }
  if (responseCode !== undefined) {
    return new MailProblem(`The mail server refuses service${said}`, {
      remedy: 'Check the log of the mail server.',
    })
  }
  return new MailProblem(`The mail server cannot be reached (${originalCode ?? code ?? error})`, {
    remedy: 'Check host and port in mail_url, and whether a firewall is in between.',
  })
}

const CERTIFICATE = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/

/** A server's answer without addresses and links, in one short line. */
function withoutParties(response: string): string {
  return response
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/https?:\S+/gi, '…')
    .replace(/[^\s<>]+@[^\s<>]+/g, '…')
    .slice(0, 200)
}

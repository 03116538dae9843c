/** Who signed in at the platform, and the format that Mandate reads. */

export interface Identity {
  /**
   * The platform's own id for the user, never reused: 1 to 255 visible ASCII characters. Do not use
   * the e-mail address, because it can pass to another person.
   */
  readonly subject: string
  readonly email?: string | undefined
  /** Whether the platform has proof that the address belongs to the user. Default: false. */
  readonly emailVerified?: boolean | undefined
  readonly name?: string | undefined
  /** When the user last proved who they are (not when the session was last used). */
  readonly authTime?: Date | undefined
  /** How: `['pwd']`, `['pwd', 'otp']`, … (RFC 8176). */
  readonly amr?: readonly string[] | undefined
  /** The level of assurance, if the platform has such levels. */
  readonly acr?: string | undefined
}

/** OpenID Connect Core §3.1.2.6 and RFC 6749 §4.1.2.1. */
export type RefusalCode = 'access_denied' | 'login_required' | 'interaction_required'

const SUBJECT = /^[\x21-\x7e]{1,255}$/

/** The members of an answer. Throws a `TypeError` that says what is wrong. */
export function toAnswer(identity: Identity): Readonly<Record<string, unknown>> {
  const { subject, email, emailVerified, name, authTime, amr, acr } = identity
  checkSubject('subject', subject)
  if (emailVerified === true && email === undefined) {
    throw new TypeError('emailVerified is true, but there is no email')
  }
  return {
    subject,
    email,
    email_verified: emailVerified,
    name,
    auth_time: authTime && epochSeconds(authTime),
    amr,
    acr,
  }
}

/** Throws a `TypeError` if it cannot be the id of a user. */
export function checkSubject(what: string, subject: unknown): asserts subject is string {
  if (typeof subject === 'number' || typeof subject === 'bigint') {
    throw new TypeError(`${what} is a number: write String(id)`)
  }
  if (typeof subject !== 'string' || !SUBJECT.test(subject)) {
    throw new TypeError(`${what} must be a string of 1 to 255 visible ASCII characters, no space`)
  }
}

/** Rounded down, so that a sign-in never seems later than it was. */
function epochSeconds(date: Date): number {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) {
    throw new TypeError('authTime must be a valid Date')
  }
  return Math.floor(date.getTime() / 1000)
}

/**
 * What can go wrong between a platform and Mandate. `code` is for programs and stable between
 * versions; the message is for the platform's log and contains no key and no id; `forPerson` is a
 * sentence that the platform can show.
 */

export type ProblemCode = keyof typeof PROBLEMS

interface Problem {
  /** The HTTP status of the page that shows it. */
  readonly status: number
  readonly forPerson: string
  /** Whether an operator of the platform or of Mandate must fix something. */
  readonly needsOperator: boolean
}

const START_AGAIN = 'Go back to the application that you came from and start again.'
const NOT_YOU = 'This is not your fault. Try again in a few minutes.'

const PROBLEMS = {
  /** The URL has no `sign_in`, or two: the person did not come from Mandate. */
  sign_in_missing: {
    status: 400,
    forPerson: 'This page is part of a sign-in that starts in another application. Start there.',
    needsOperator: false,
  },
  /** The id is damaged, or from another server. */
  sign_in_invalid: {
    status: 400,
    forPerson: `The link to this sign-in is damaged. ${START_AGAIN}`,
    needsOperator: false,
  },
  /** The sign-in was started too long ago. */
  sign_in_expired: {
    status: 400,
    forPerson: `This sign-in took too long and has expired. ${START_AGAIN}`,
    needsOperator: false,
  },
  /** It already has a different answer. */
  already_answered: {
    status: 409,
    forPerson: `This sign-in has already been used. ${START_AGAIN}`,
    needsOperator: false,
  },
  /**
   * `authTime` is older than required (`prompt=login` or `max_age`): ask for the password again.
   */
  sign_in_too_old: {
    status: 403,
    forPerson: 'The application asks you to sign in again.',
    needsOperator: false,
  },
  /** The user may not sign in at Mandate: an operator has disabled the account there, for example. */
  user_refused: {
    status: 403,
    forPerson: 'This account cannot be used to connect applications. Ask your administrator.',
    needsOperator: false,
  },
  /** Mandate does not accept the platform's key. */
  key_refused: {
    status: 500,
    forPerson: `Signing in is not set up correctly. ${NOT_YOU}`,
    needsOperator: true,
  },
  /** The key is valid but lacks the permission. */
  permission_missing: {
    status: 500,
    forPerson: `Signing in is not set up correctly. ${NOT_YOU}`,
    needsOperator: true,
  },
  /** Mandate understood the request and does not accept a value in it. `field` may name it. */
  request_refused: {
    status: 500,
    forPerson: `The sign-in could not be completed. ${NOT_YOU}`,
    needsOperator: true,
  },
  /** No usable answer after several tries: Mandate is down, slow, or busy. */
  mandate_unavailable: {
    status: 503,
    forPerson: `The sign-in service cannot be reached. ${NOT_YOU}`,
    needsOperator: true,
  },
  /** The response is not from Mandate. Check `issuer`. */
  answer_unreadable: {
    status: 502,
    forPerson: `The sign-in could not be completed. ${NOT_YOU}`,
    needsOperator: true,
  },
  /** A function of the platform threw; its error is the `cause`. Only under `node:http`. */
  platform_failed: {
    status: 500,
    forPerson: `The sign-in could not be completed. ${NOT_YOU}`,
    needsOperator: true,
  },
} as const satisfies Record<string, Problem>

export interface SignInErrorDetails {
  /** The `code` that Mandate sent. */
  readonly serverCode?: string | undefined
  /** The member of the request that Mandate named. */
  readonly field?: string | undefined
  /** How long to wait, in whole seconds, if Mandate said so. */
  readonly retryAfterSeconds?: number | undefined
  /** How many changes of a list were made before the error. The list can be sent again. */
  readonly changesDone?: number | undefined
  /** Where the person can sign in again. */
  readonly loginUrl?: string | undefined
  readonly cause?: unknown
}

export class SignInError extends Error {
  override readonly name = 'SignInError'
  readonly code: ProblemCode
  readonly status: number
  readonly forPerson: string
  readonly needsOperator: boolean
  readonly serverCode: string | undefined
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly changesDone: number | undefined
  readonly loginUrl: string | undefined

  constructor(code: ProblemCode, message: string, details: SignInErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    const { status, forPerson, needsOperator }: Problem = PROBLEMS[code]
    this.status = status
    this.forPerson = forPerson
    this.needsOperator = needsOperator
    this.serverCode = details.serverCode
    this.field = details.field
    this.retryAfterSeconds = details.retryAfterSeconds
    this.changesDone = details.changesDone
    this.loginUrl = details.loginUrl
  }

  /** The same error, with the number of changes made before it. */
  after(changesDone: number): SignInError {
    return new SignInError(this.code, this.message, { ...this, changesDone })
  }
}

export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[]

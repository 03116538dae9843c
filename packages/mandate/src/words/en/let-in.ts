import { phrase } from '../phrase.ts'

/** A mailed link that lets a browser sign in without waiting. */
export const letIn = {
  /** On the sign-in page, to somebody who has to wait. */
  meaning: 'You need not wait: a link by mail lets this browser in.',
  offer: 'Get a link by mail',

  title: 'Sign in without waiting',
  forWhom: <P>({ email }: { readonly email: P }) =>
    phrase`Somebody asked for this link to sign in as ${email}.`,
  whatHappens:
    'This browser then does not have to wait. It is not signed in: the password is still asked for.',
  button: 'Go on in this browser',
  done: 'This browser does not have to wait any more. Sign in now.',
}

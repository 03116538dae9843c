import { phrase } from '../phrase.ts'

/** A mailed link that lets a browser sign in without waiting. */
export const letIn = {
  /** On the sign-in page, to somebody who has to wait. */
  meaning: 'If you do not want to wait, we can mail you a link that lets this browser in.',
  offer: 'Mail me a link',

  title: 'Sign in without waiting',
  forWhom: <P>({ email }: { readonly email: P }) =>
    phrase`Somebody asked for this link to sign in as ${email}.`,
  whatHappens: 'This browser will not have to wait. You still need your password to sign in.',
  button: 'Continue in this browser',
  done: 'This browser no longer has to wait. Sign in now.',
}

import { phrase } from '../phrase.ts'

/** What is sent by mail: plain sentences, since they are also sent as text. */
export const mail = {
  when: 'When',
  browser: 'Browser',
  network: 'Network address',
  reason: <P>({ brand }: { readonly brand: P }) =>
    phrase`${brand} sends this message because it concerns your account. Replies to it are not read.`,
  passwordChanged: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`Your ${brand} password was changed`,
    changed: <P>({ email, brand }: { readonly email: P; readonly brand: P }) =>
      phrase`The password of your ${brand} account ${email} was changed.`,
    next: 'If you changed it, there is nothing to do. If you did not, somebody else can use your account: set a new password now.',
    reset: 'Set a new password',
  },
}

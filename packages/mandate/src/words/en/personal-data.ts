import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

/** What is kept about a person: a download, and the deletion of the account. */
export const personalData = {
  download: 'Download your data',
  whatIsInIt:
    'A file with everything that is kept about you: your account, how you sign in, where you are signed in, your apps and your activity. It contains no passwords or keys.',
  downloadButton: 'Download',
  remove: 'Delete your account',
  aboutRemoving: ({ time }: { readonly time: string }) =>
    `You are signed out and all apps are disconnected at once. For ${time} you can still keep your account by signing in. Then it is deleted for good.`,
  removeButton: 'Delete my account',
  question: 'Delete your account?',
  signedOut: 'You are signed out everywhere, including this browser.',
  appsEnd: ({ count }: { readonly count: number }) =>
    inWords.plural(count, {
      one: 'One app is disconnected.',
      other: `${inWords.number(count)} apps are disconnected.`,
    }),
  untilThen: <P>({ day }: { readonly day: P }) =>
    phrase`Your account is deleted after ${day}. Until then you can keep it by signing in.`,
  thenGone: 'After that it cannot be restored.',
  notPossible: 'Your account cannot be deleted at the moment. Nothing was changed.',
  lastOwner:
    'You are the only owner of this server who can sign in. Make somebody else an owner first. Nothing was changed.',
  asked: 'You are signed out',
  willBeDeleted: <P>({ day }: { readonly day: P }) =>
    phrase`Your account will be deleted after ${day}. All apps are disconnected.`,
  howToKeep: 'If you change your mind, sign in before then.',
  signIn: 'Sign in',
  keepQuestion: 'Keep your account?',
  keepFor: <P>({ email, day }: { readonly email: P; readonly day: P }) =>
    phrase`You asked to delete ${email}. It will be deleted after ${day}.`,
  keptAs:
    'If you keep it, everything is as it was, except that you have to connect your apps again.',
  keep: 'Keep my account',
  leave: 'Sign out',
}

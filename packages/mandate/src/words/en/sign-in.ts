import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const signIn = {
  toAccount: 'Sign in to your account',
  toApp: <P>({ client }: { readonly client: P }) => phrase`Sign in to continue to ${client}`,
  email: 'E-mail address',
  password: 'Password',
  keep: 'Keep me signed in',
  keepFor: ({ seconds }: { readonly seconds: number }) =>
    `For ${inWords.span(seconds)}. Only on a device that nobody else uses.`,
  button: 'Sign in',
  onlyWeSee: ({ brand }: { readonly brand: string }) => `Only ${brand} sees your password.`,
  neverSees: <P>({ client }: { readonly client: P }) => phrase`${client} never does.`,
  wrongCredentials: 'Wrong e-mail address or password',
  checkBoth: 'Check both and try again. Passwords are case-sensitive.',
  mayBeRight:
    'We cannot check all passwords at the moment. If you think yours is right, try again in a few minutes.',
  tooManyAttempts: 'Too many attempts',
  wait: ({ seconds }: { readonly seconds: number }) =>
    `Wait ${inWords.span(seconds)}, then try again. Your account is not locked.`,
  enterBoth: 'Enter your e-mail address and your password.',
  enterEmail: 'Enter your e-mail address.',
  enterPassword: 'Enter your password.',
  busy: 'Too many people are signing in at the moment',
  notChecked: 'Your password was not checked. Try again in a few seconds.',
  signedOut: 'You are signed out.',
  pageTooOld: 'This page was open for too long. Please sign in again.',
  sessionEnded: 'You were signed out. Nothing was changed.',
  signInToGoOn: 'Sign in to continue.',
  continueWith: <P>({ way }: { readonly way: P }) => phrase`Continue with ${way}`,
  or: 'or',

  /** Sign-in at another site. */
  ways: {
    unreachable: <P>({ way }: { readonly way: P }) =>
      phrase`${way} cannot be reached at the moment`,
    tryLater: 'Nothing was changed. Try again in a few minutes.',
    notTrusted: <P>({ way }: { readonly way: P }) =>
      phrase`The answer from ${way} could not be verified`,
    nobodySignedIn: 'For your safety, you were not signed in. Try again.',
    expired: 'That took too long',
    startAgain: 'You were not signed in. You can start again here.',
    notBegunHere: 'This sign-in cannot be continued',
    usedOrElsewhere:
      'It was already used, or it was started in another browser. You were not signed in. Start again here or in the app.',
    refused: <P>({ way }: { readonly way: P }) => phrase`${way} did not sign you in`,
    itSays: <P>({ reason }: { readonly reason: P }) => phrase`It says: ${reason}`,
    accountDisabled: 'Your account is turned off',
    notProvisioned: <P>({ way }: { readonly way: P }) =>
      phrase`You are signed in at ${way}, but you have no account here`,
    askOperator: ({ brand }: { readonly brand: string }) =>
      `Ask the people who run ${brand} to give you access.`,
    accountChanged: 'Your account was changed at the same moment',
    notRecent: <P>({ way }: { readonly way: P }) => phrase`${way} did not ask you to sign in again`,
    signOutThere: <P>({ way }: { readonly way: P }) =>
      phrase`You need to sign in again. Sign out at ${way}, then try again.`,
  },
}

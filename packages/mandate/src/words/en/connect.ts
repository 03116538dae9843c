import { phrase } from '../phrase.ts'

/** Connecting a provider, such as Google, to an account. */
export const connect = {
  inUse: 'You may already have an account',
  notByAddress: <P>({ way, email }: { readonly way: P; readonly email: P }) =>
    phrase`An account here has the same address as your account at ${way}: ${email}. The address alone does not prove that it is yours.`,
  signInOnce: <P>({ way }: { readonly way: P }) =>
    phrase`Sign in to that account once to connect it to ${way}.`,
  signIn: 'Sign in to that account',
  separate: <P>({ way }: { readonly way: P }) => phrase`Create a new account with ${way}`,
  otherWay: 'Sign in another way',
  firstSignIn: <P>({ way }: { readonly way: P }) =>
    phrase`Sign in to the account that you want to connect to ${way}.`,
  question: 'Connect these accounts?',
  there: <P>({ way }: { readonly way: P }) => phrase`At ${way}`,
  here: 'Your account here',
  somebody: <P>({ way }: { readonly way: P }) => phrase`The account that you used at ${way}`,
  meaning: <P>({ way }: { readonly way: P }) =>
    phrase`Anyone who can sign in to that account at ${way} can then sign in to your account here.`,
  onlyIf: 'Continue only if you started this and the account there is yours.',
  decision: 'Decision',
  leave: 'Not now',
  connect: 'Connect',
}

import { phrase } from '../phrase.ts'

export const signOut = {
  title: 'Sign out?',
  signedInAs: <P>({ email }: { readonly email: P }) => phrase`You are signed in as ${email}.`,
  button: 'Sign out',
  back: 'Back to your account',
}

import { phrase } from '../phrase.ts'

/** The pages of an app's request to sign out (`/oauth2/logout`). */
export const logOut = {
  asked: <P>({ client }: { readonly client: P }) => phrase`${client} asks to sign you out.`,
  who: <P>({ email }: { readonly email: P }) => phrase`You are signed in as ${email}.`,
  about: 'Apps that you opened with this sign-in may sign you out too.',
  stay: 'Stay signed in',
  doneTitle: 'You are signed out',
  telling: 'The apps that you opened with this sign-in are being told. You can close this page.',
  goOn: 'Continue',
  frame: 'Signs you out of an app',
}

import { phrase } from '../phrase.ts'

/** The pages of an app's request to sign out (`/oauth2/logout`). */
export const logOut = {
  asked: <P>({ client }: { readonly client: P }) => phrase`${client} asks to sign you out.`,
  about: 'Apps that you opened with this sign-in may sign you out too. Other apps stay connected.',
  stay: 'Stay signed in',
  doneTitle: 'You are signed out',
  telling: 'The apps that you opened with this sign-in are being told. You can close this page.',
  goOn: 'Continue',
  frame: 'Signs you out of an app',
}

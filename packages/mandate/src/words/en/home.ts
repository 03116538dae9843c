import { phrase } from '../phrase.ts'

export const home = {
  title: 'Welcome',
  heading: 'Manage the apps connected to your account',
  about:
    'Sign in to see which apps can act for you, and disconnect those you no longer use. Apps never see your password.',
  signIn: 'Sign in to your account',
  open: 'Open your account',
  signedInAs: <P>({ email }: { readonly email: P }) => phrase`Signed in as ${email}`,
  developers: 'Building an app?',
  issuer: <P>({ metadata }: { readonly metadata: (words: string) => P }) =>
    phrase`Give your OAuth 2.0 library this issuer. It finds the endpoints in the ${metadata('server metadata')}.`,
  refused: <P>({ link }: { readonly link: (words: string) => P }) =>
    phrase`Was a request refused? ${link('Look up the reason.')}`,
}

import { phrase } from '../phrase.ts'

/** The form that lets a client's developer see why its requests were refused. */
export const clientSignIn = {
  one: {
    heading: 'Did your client send this request?',
    promise: 'Its client id and client secret show you the exact reason.',
    button: 'Show the reason',
  },
  all: {
    heading: 'Sign in as your client',
    promise: 'Enter the client id and client secret that it authenticates with.',
    button: 'Show refused requests',
  },
  failed:
    'That did not work. Check the client id and secret. Only the client that sent the request can see its reason.',
  id: 'Client id',
  secret: 'Client secret',
  publicClient: <P>({ code }: { readonly code: (words: string) => P }) =>
    phrase`A public client has no secret. The ${code('error_description')} of its answers says what was wrong, and the operator finds the rest by the reference.`,
}

import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

type Named<P> = { readonly email: P; readonly brand: P }

/** Mails with a one-time link. */
export const mailLinks = {
  goodFor: ({ seconds }: { readonly seconds: number }) =>
    `The link works once, within ${inWords.span(seconds)}.`,

  resetPassword: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`Choose a new ${brand} password`,
    asked: <P>({ email, brand }: Named<P>) =>
      phrase`Somebody asked for a new password for the ${brand} account ${email}.`,
    button: 'Choose a new password',
    unasked:
      'If it was not you, ignore this mail. Nobody can change your password without this link.',
  },
  verifyAddress: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`Confirm your address for ${brand}`,
    asked: <P>({ email, brand }: Named<P>) =>
      phrase`Confirm that ${email} is the address of your ${brand} account.`,
    button: 'Confirm the address',
    unasked: 'If you have no such account, ignore this mail.',
  },
  changeAddress: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`Confirm your new address for ${brand}`,
    asked: <P>({ email, newEmail, brand }: Named<P> & { readonly newEmail: P }) =>
      phrase`The owner of the ${brand} account ${email} wants to sign in with ${newEmail} from now on.`,
    button: 'Use this address',
    unasked: 'If that is not you, ignore this mail. The account keeps its old address.',
  },
  stopChange: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`Your ${brand} address is about to change`,
    asked: <P>({ email, newEmail, brand }: Named<P> & { readonly newEmail: P }) =>
      phrase`Somebody who is signed in to your ${brand} account ${email} wants to change its address to ${newEmail}. The change takes effect when it is confirmed there.`,
    next: 'If it was you, there is nothing to do here. If it was not, somebody else can use your account. Stop the change and choose a new password. This also works after the change: it brings this address back.',
    button: 'This was not me',
  },
  letBrowserIn: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`Sign in to ${brand} without waiting`,
    asked: <P>({ email, brand }: Named<P>) =>
      phrase`Somebody had to wait before signing in to your ${brand} account ${email}, because there were many wrong attempts. If it was you, open this link in the browser that you want to sign in with. It will not have to wait.`,
    button: 'Continue in this browser',
    unasked:
      'If it was not you, ignore this mail. The link alone signs nobody in: they would still need the password.',
  },
  register: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`Create your ${brand} account`,
    asked: <P>({ email, brand }: Named<P>) =>
      phrase`Somebody asked for a ${brand} account for ${email}. It does not exist yet: open the link to create it.`,
    button: 'Create the account',
    unasked: 'If it was not you, ignore this mail. Then no account is created.',
  },
  accountExists: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`You already have a ${brand} account`,
    asked: <P>({ email, brand }: Named<P>) =>
      phrase`Somebody asked for a ${brand} account for ${email}, but this address has one already. Sign in to it.`,
    button: 'Sign in',
    forgot: 'Choose a new password',
    unasked: 'If it was not you, ignore this mail. Nothing was changed.',
  },
  invitation: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`You are invited to ${brand}`,
    asked: <P>({ email, brand }: Named<P>) =>
      phrase`You are invited to create a ${brand} account for ${email}.`,
    button: 'Create the account',
    unasked: 'If you do not want an account, ignore this mail.',
  },
}

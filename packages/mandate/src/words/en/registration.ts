import { phrase } from '../phrase.ts'

/** A new account, made by its owner. */
export const registration = {
  link: 'Create an account',
  title: 'Create an account',
  about: 'Enter your e-mail address. We send you a link to create the account.',
  onItsWay: <P>({ email }: { readonly email: P }) => phrase`A mail to ${email} is on its way.`,
  domain: <P>({ domains }: { readonly domains: P }) =>
    phrase`Accounts are only for addresses at ${domains}.`,

  choose: 'Create your account',
  whose: <P>({ email }: { readonly email: P }) => phrase`The account is for ${email}.`,
  password: 'Password',
  again: 'Password again',
  accept: <P>({ terms }: { readonly terms: (words: string) => P }) =>
    phrase`I accept the ${terms('terms of service')}.`,
  mustAccept: 'Accept the terms of service to create the account.',
  button: 'Create the account',
  done: 'Your account was created. Sign in now.',
}

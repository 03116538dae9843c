import { phrase } from '../phrase.ts'

/** Placeholders of mails. They are sent as text too, so all of them are strings there. */
interface Whose<P> {
  readonly email: P
  readonly brand: P
}

/** What is sent by mail. */
export const mail = {
  when: 'When',
  browser: 'Browser',
  network: 'Network address',
  reason: <P>({ brand }: { readonly brand: P }) =>
    phrase`${brand} sends this message because it concerns your account. Replies to it are not read.`,
  passwordChanged: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`Your ${brand} password was changed`,
    happened: <P>({ email, brand }: Whose<P>) =>
      phrase`The password of your ${brand} account ${email} was changed.`,
    next: 'If you changed it, there is nothing to do. If you did not, somebody else can use your account: set a new password now.',
    button: 'Set a new password',
  },
  newBrowser: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`New sign-in to your ${brand} account`,
    happened: <P>({ email, brand }: Whose<P>) =>
      phrase`Somebody signed in to your ${brand} account ${email} with a browser that has not been used for it before.`,
    next: 'If this was you, there is nothing to do. If it was not, change your password now: that signs the other browser out.',
    button: 'Check your account',
  },
  signedOutEverywhere: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`Your ${brand} account was signed out everywhere`,
    happened: <P>({ email, brand }: Whose<P>) =>
      phrase`Every browser that was signed in to your ${brand} account ${email} was signed out.`,
    next: 'If you did this, there is nothing to do. If you did not, somebody else could use your account: change your password now.',
    button: 'Check your account',
  },
  passkeyAdded: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`A passkey was added to your ${brand} account`,
    happened: <P>({ name, email, brand }: Whose<P> & { readonly name: P }) =>
      phrase`The passkey “${name}” can now be used to sign in to your ${brand} account ${email}.`,
    next: 'If you added it, there is nothing to do. If you did not, remove it and change your password now.',
    button: 'Check your passkeys',
  },
  passkeyRemoved: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`A passkey was removed from your ${brand} account`,
    happened: <P>({ name, email, brand }: Whose<P> & { readonly name: P }) =>
      phrase`The passkey “${name}” can no longer be used to sign in to your ${brand} account ${email}.`,
    next: 'If you removed it, there is nothing to do. If you did not, somebody else can use your account: change your password now.',
    button: 'Check your passkeys',
  },
  passkeyCloned: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`A passkey of your ${brand} account was suspended`,
    happened: <P>({ name, email, brand }: Whose<P> & { readonly name: P }) =>
      phrase`The passkey “${name}” of your ${brand} account ${email} was used in a way that suggests that there is a copy of it. It was suspended, and nobody can sign in with it.`,
    next: 'Sign in another way, remove the passkey and add a new one. If this happens again, the device that keeps your passkeys may not be safe.',
    button: 'Check your passkeys',
  },
  wayConnected: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`A new way to sign in to your ${brand} account`,
    happened: <P>({ provider, email, brand }: Whose<P> & { readonly provider: P }) =>
      phrase`Your ${brand} account ${email} can now be used by signing in at ${provider}.`,
    next: 'If you connected it, there is nothing to do. If you did not, disconnect it and change your password now.',
    button: 'Check your account',
  },
  wayDisconnected: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`A way to sign in to your ${brand} account was removed`,
    happened: <P>({ provider, email, brand }: Whose<P> & { readonly provider: P }) =>
      phrase`Your ${brand} account ${email} can no longer be used by signing in at ${provider}.`,
    next: 'If you disconnected it, there is nothing to do. If you did not, somebody else can use your account: change your password now.',
    button: 'Check your account',
  },
  appConnected: {
    subject: <P>({ client, brand }: { readonly client: P; readonly brand: P }) =>
      phrase`${client} is connected to your ${brand} account`,
    happened: <P>({ client, email, brand }: Whose<P> & { readonly client: P }) =>
      phrase`${client} can now act for your ${brand} account ${email}, because it was allowed to.`,
    next: 'If you allowed it, there is nothing to do. If you did not, disconnect it and change your password now.',
    button: 'See your connected apps',
  },
  tokenReused: {
    subject: <P>({ client, brand }: { readonly client: P; readonly brand: P }) =>
      phrase`${client} was disconnected from your ${brand} account`,
    happened: <P>({ client, email, brand }: Whose<P> & { readonly client: P }) =>
      phrase`A connection of ${client} to your ${brand} account ${email} was ended, because one of its keys was used a second time.`,
    meaning:
      'An app gets a new key each time it uses the old one. If an old key comes back, either the app has made a mistake, or somebody has copied the key. Nobody can tell which, so the connection was ended: neither the old key nor any key after it works any more. Your password was not involved.',
    next: <P>({ client }: { readonly client: P }) =>
      phrase`If you still use ${client}, connect it again from there. If this happens again, tell the people who make ${client}.`,
    button: 'See your connected apps',
  },
}

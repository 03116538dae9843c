import { phrase } from '../phrase.ts'

/** Placeholders of mails. They are sent as text too, so all of them are strings there. */
type Whose<P> = {
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
      phrase`Somebody signed in to your ${brand} account ${email} in a new browser.`,
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
      phrase`The passkey “${name}” of your ${brand} account ${email} was used in a way that suggests that somebody has a copy of it. It is suspended, so nobody can sign in with it.`,
    next: 'Sign in another way, remove the passkey and add a new one. If this happens again, the device that keeps your passkeys may not be safe.',
    button: 'Check your passkeys',
  },
  totpAdded: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`An authenticator app was added to your ${brand} account`,
    happened: <P>({ email, brand }: Whose<P>) =>
      phrase`Signing in to your ${brand} account ${email} now also needs a code from an authenticator app.`,
    next: 'If you added it, keep your recovery codes in a safe place. There is nothing else to do. If you did not, somebody else can use your account: change your password now.',
    button: 'Check your account',
  },
  totpRemoved: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`The authenticator app was removed from your ${brand} account`,
    happened: <P>({ email, brand }: Whose<P>) =>
      phrase`Signing in to your ${brand} account ${email} no longer needs a code from an authenticator app.`,
    next: 'If you removed it or asked for that, there is nothing to do. If you did not, somebody else can use your account: change your password now.',
    button: 'Check your account',
  },
  recoveryCodesMade: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`New recovery codes for your ${brand} account`,
    happened: <P>({ email, brand }: Whose<P>) =>
      phrase`New recovery codes were made for your ${brand} account ${email}. The old ones no longer work.`,
    next: 'If you made them, there is nothing to do. If you did not, somebody else can use your account: change your password now, then make new codes.',
    button: 'Check your account',
  },
  recoveryCodeUsed: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`A recovery code of your ${brand} account was used`,
    happened: <P>({ email, brand }: Whose<P>) =>
      phrase`Somebody signed in to your ${brand} account ${email} with a recovery code instead of a code from the authenticator app.`,
    next: 'If this was you, there is nothing to do. Each code works once, so make new ones when few are left. If it was not, change your password now, then make new codes.',
    button: 'Check your account',
  },
  addressChanged: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`Your ${brand} address was changed`,
    happened: <P>({ email, newEmail, brand }: Whose<P> & { readonly newEmail: P }) =>
      phrase`The owner of your ${brand} account now signs in with ${newEmail}, no longer with ${email}.`,
    nextAtNew:
      'If you changed it, there is nothing to do. If you did not, somebody else can use your account: change your password now.',
    nextAtOld:
      'If you changed it, there is nothing to do. If you did not, open the link in the earlier message to this address. It undoes the change.',
    button: 'Check your account',
  },
  deletionAsked: {
    subject: <P>({ brand }: { readonly brand: P }) => phrase`Your ${brand} account will be deleted`,
    happened: <P>({ email, brand, day }: Whose<P> & { readonly day: P }) =>
      phrase`Your ${brand} account ${email} was closed, and will be deleted on ${day}. No app can act for it any more.`,
    next: 'If you want to keep it, sign in before that day. If you did not ask for this, sign in, keep the account and change your password.',
    button: 'Keep your account',
  },
  deletionStopped: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`Your ${brand} account will not be deleted`,
    happened: <P>({ email, brand }: Whose<P>) =>
      phrase`Your ${brand} account ${email} is kept. Apps that were connected have to be connected again.`,
    next: 'If you kept it, there is nothing to do. If you did not, change your password now.',
    button: 'Check your account',
  },
  wayConnected: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`A new way to sign in to your ${brand} account`,
    happened: <P>({ provider, email, brand }: Whose<P> & { readonly provider: P }) =>
      phrase`You can now sign in to your ${brand} account ${email} with ${provider}.`,
    next: 'If you connected it, there is nothing to do. If you did not, disconnect it and change your password now.',
    button: 'Check your account',
  },
  wayDisconnected: {
    subject: <P>({ brand }: { readonly brand: P }) =>
      phrase`A way to sign in to your ${brand} account was removed`,
    happened: <P>({ provider, email, brand }: Whose<P> & { readonly provider: P }) =>
      phrase`You can no longer sign in to your ${brand} account ${email} with ${provider}.`,
    next: 'If you disconnected it, there is nothing to do. If you did not, somebody else can use your account: change your password now.',
    button: 'Check your account',
  },
  appConnected: {
    subject: <P>({ client, brand }: { readonly client: P; readonly brand: P }) =>
      phrase`${client} is connected to your ${brand} account`,
    happened: <P>({ client, email, brand }: Whose<P> & { readonly client: P }) =>
      phrase`${client} was allowed to act for your ${brand} account ${email}.`,
    next: 'If you allowed it, there is nothing to do. If you did not, disconnect it and change your password now.',
    button: 'See your connected apps',
  },
  tokenReused: {
    subject: <P>({ client, brand }: { readonly client: P; readonly brand: P }) =>
      phrase`${client} was disconnected from your ${brand} account`,
    happened: <P>({ client, email, brand }: Whose<P> & { readonly client: P }) =>
      phrase`A connection of ${client} to your ${brand} account ${email} was ended because one of its keys was used a second time.`,
    meaning:
      'An app gets a new key each time it uses the old one. If an old key is used again, either the app made a mistake or somebody copied the key. We cannot tell which, so we ended the connection: none of its keys works any more. Your password was not involved.',
    next: <P>({ client }: { readonly client: P }) =>
      phrase`If you still use ${client}, connect it again from there. If this happens again, tell the people who make ${client}.`,
    button: 'See your connected apps',
  },
}

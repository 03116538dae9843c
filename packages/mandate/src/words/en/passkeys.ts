import { phrase } from '../phrase.ts'

/** Sign-in with a passkey, and the owner's list of passkeys. */
export const passkeys = {
  signIn: 'Sign in with a passkey',
  needsScript: 'To use a passkey, turn on JavaScript for this site.',
  notPossible: 'This browser cannot use passkeys. Try a newer one, or another device.',
  cancelled: 'No passkey was used. Try again, or choose another way.',
  refused: 'This passkey does not work here',
  tryAnother: 'It may have been removed from your account. Try another passkey, or another way.',
  usedOrElsewhere: 'It was already used, or it was started in another browser. Try again here.',
  suspended: 'This passkey is suspended',
  removeIt:
    'Somebody may have a copy of it. Sign in another way, then remove it from your account.',

  title: 'Passkeys',
  about:
    'A passkey signs you in with your fingerprint, face or screen lock. It works only on this site, so nobody can trick you into giving it away.',
  added: <P>({ day }: { readonly day: P }) => phrase`Added on ${day}`,
  lastUsed: <P>({ ago }: { readonly ago: P }) => phrase`Last used ${ago}`,
  neverUsed: 'Not used yet',
  suspendedHere: 'Suspended, because somebody may have a copy of it. Remove it and add a new one.',
  rename: <P>({ passkey }: { readonly passkey: P }) => phrase`Rename ${passkey}`,
  newName: 'Name',
  save: 'Save',
  remove: <P>({ passkey }: { readonly passkey: P }) => phrase`Remove ${passkey}`,
  add: 'Add a passkey',
  tooMany: 'You have as many passkeys as possible. Remove one before you add another.',

  addTitle: 'Add a passkey',
  howToAdd:
    'Your browser asks where to keep the passkey: on this device, in a password manager, on your phone, or on a security key.',
  addNow: 'Create the passkey',
  addAgain: 'No passkey was added. You can try again here.',
  known: 'This device already has a passkey for your account.',
  notAdded: 'No passkey was added. Try again.',
  isAdded: <P>({ passkey }: { readonly passkey: P }) =>
    phrase`The passkey ${passkey} was added. You can now sign in with it.`,
  isRenamed: <P>({ passkey }: { readonly passkey: P }) => phrase`The passkey is now ${passkey}.`,
  nameInvalid: 'Enter a name of at most 60 characters.',

  removeTitle: <P>({ passkey }: { readonly passkey: P }) => phrase`Remove the passkey ${passkey}?`,
  cannotSignIn: 'Nobody can sign in with it any more.',
  staysOnDevice: 'It stays on your device or in your password manager until you delete it there.',
  sessionsStay: 'Browsers that are signed in stay signed in.',
  removeNow: 'Remove the passkey',
  isRemoved: <P>({ passkey }: { readonly passkey: P }) =>
    phrase`The passkey ${passkey} was removed.`,
  isGone: 'This passkey was already removed.',
  isLast:
    'This is the only way to sign in to your account. Add another one before you remove this one.',
}

/** Sign-in with a passkey, and the owner's list of passkeys. */
export const passkeys = {
  signIn: 'Sign in with a passkey',
  needsScript: 'To use a passkey, turn on JavaScript for this site.',
  cancelled: 'No passkey was used. Try again, or choose another way.',
  notAdded: 'No passkey was added. Try again.',
  known: 'This device already has a passkey for your account.',
  refused: 'This passkey does not work here',
  tryAnother: 'It may have been removed from your account. Try another passkey, or another way.',
  usedOrElsewhere: 'It was already used, or it was started in another browser. Try again here.',
  suspended: 'This passkey is suspended',
  removeIt:
    'A copy of it may be in other hands. Sign in another way, then remove it from your account.',
}

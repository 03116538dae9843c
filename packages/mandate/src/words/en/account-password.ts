/** The password of an account, on its security page and on a page of its own. */
export const accountPassword = {
  title: 'Password',
  isSet: 'You can sign in with a password.',
  isNotSet: 'Your account has no password.',
  change: 'Change your password',
  choose: 'Choose a password',
  whatEnds:
    'You stay signed in here and are signed out everywhere else. Some apps may sign you out too. Other apps stay connected.',
  changed: 'Your password was changed',
  othersOut: 'You were signed out in all other browsers.',
}

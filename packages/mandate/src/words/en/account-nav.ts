/** The frame of the account pages: the list of places, and what all of them say. */
export const accountNav = {
  apps: 'Apps',
  security: 'Security',
  sessions: 'Sessions',
  activity: 'Activity',
  profile: 'Profile',
  data: 'Your data',
  cancel: 'Cancel',
  nothingToChoose: 'There is nothing that you can change about how you sign in.',
  /** On the sign-in page, before an act that needs a recent sign-in. */
  signInAgain: 'Sign in again to continue.',
  whyAgain: 'For your security, this needs a recent sign-in.',
}

export const error = {
  code: 'Error',
  forDevelopers: 'For developers',
  reference: 'Reference',
  openAccount: 'Open your account',
  tryAgain: 'Try again',
  signOut: 'Sign out',
  giveReference: 'If that does not help, give the operator of this server the reference below.',
}

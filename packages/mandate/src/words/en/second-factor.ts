import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

/** The second step of a sign-in, and setting up an authenticator app. */
export const secondFactor = {
  title: 'Enter your code',
  clientAsks: <P>({ client }: { readonly client: P }) =>
    phrase`${client} asks you to confirm that it is you.`,
  openApp: 'Open the authenticator app on your phone and enter the six digits that it shows.',
  code: 'Code from the app',
  recoveryTitle: 'Enter a recovery code',
  recoveryMeaning:
    'You received ten recovery codes when you set up the second step. Each works once.',
  recoveryCode: 'Recovery code',
  button: 'Continue',
  lostPhone: 'Lost your phone? Use a recovery code',
  passkeyTitle: 'Use your passkey',
  passkeyMeaning: 'Your browser will ask for your passkey.',
  passkeyInstead: 'Create a passkey instead',
  usePasskey: 'Use a passkey',
  lostPasskey: 'Lost your passkey? Use a recovery code',
  back: 'Go back',
  noCodes: ({ brand }: { readonly brand: string }) =>
    `If you have no recovery code either, ask the people who run ${brand} for help.`,
  signedInAs: <P>({ person }: { readonly person: P }) => phrase`You are signing in as ${person}.`,
  otherPerson: 'Sign in as someone else',
  missing: 'Enter the code.',
  wrong: 'Wrong code',
  wrongApp:
    'Enter the latest code from the app. If codes keep failing, check that your phone sets its clock automatically.',
  wrongRecovery: 'Check each letter. It may be from an older list.',
  used: 'This code was already used',
  usedApp: 'Wait until the app shows the next code, at most half a minute.',
  usedRecovery: 'Use another code from your list.',
  tooMany: 'Too many attempts',
  wait: ({ seconds }: { readonly seconds: number }) =>
    `Wait ${inWords.span(seconds)}, then try again. Your account is not locked.`,

  setUp: 'Set up an authenticator app',
  policy: ({ brand }: { readonly brand: string }) =>
    `Your sign-in to ${brand} needs a second step: a code from an app on your phone.`,
  clientNeeds: <P>({ client }: { readonly client: P }) =>
    phrase`${client} needs a second step at sign-in: a code from an app on your phone.`,
  install:
    'Install an authenticator app on your phone, such as Aegis, 2FAS, Google Authenticator or your password manager.',
  scan: 'Scan this code with the app.',
  qr: 'QR code for the authenticator app',
  orType: 'No camera? Enter this key in the app:',
  enter: 'Enter the six digits that the app shows.',
  confirm: 'Turn on',
  keyTooOld: 'This page was open for too long. Scan the new code below.',

  codesTitle: 'Save your recovery codes',
  codesMeaning:
    'If you lose your phone, you can sign in with one of these codes. Each works once. Keep them where you will find them without your phone: on paper or in your password manager.',
  codesOnce: 'They are shown only now.',
  codesDone: 'I have saved them',

  section: 'Second step at sign-in',
  sectionMeaning:
    'A code from your phone after your password, so that a stolen password is not enough.',
  app: 'Authenticator app',
  appOff: 'Not set up',
  appSince: <P>({ day }: { readonly day: P }) => phrase`Since ${day}`,
  appSetUp: 'Set up',
  appReplace: 'Set up a new phone',
  appTurnOff: 'Turn off',
  codes: 'Recovery codes',
  codesLeft: ({ count }: { readonly count: number }) =>
    inWords.plural(count, { one: `${count} code left`, other: `${count} codes left` }),
  codesRenew: 'Make new codes',
  owner:
    'At each sign-in you will enter a code from your phone after your password, so that a stolen password is not enough.',
  newPhone: 'Your old phone works until you have entered a code from the new one.',
  added: 'Your authenticator app is set up.',
  removed: 'Your authenticator app is turned off.',
  removedMeaning: 'You now sign in with your password alone. Your recovery codes no longer work.',
  needed: 'A second step is required here, so you cannot turn it off.',
  recoveryUsed: 'You signed in with a recovery code. It cannot be used again.',
  recoveryNext: 'If you have a new phone, set it up here.',
  turnOffTitle: 'Turn off the second step?',
  turnOffEnds: 'Your password alone will be enough to sign in.',
  turnOffCodes: 'Your recovery codes will no longer work.',
  renewTitle: 'Make new recovery codes?',
  renewEnds: 'The codes that you have now will no longer work.',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const signIn: Words['signIn'] = {
  toAccount: 'Logga in på ditt konto',
  toApp: ({ client }) => phrase`Logga in för att fortsätta till ${client}`,
  email: 'E-postadress',
  password: 'Lösenord',
  keep: 'Håll mig inloggad',
  keepFor: ({ seconds }) => `I ${inWords.span(seconds)}. Bara på en enhet som du är ensam om.`,
  button: 'Logga in',
  onlyWeSee: ({ brand }) => `Bara ${brand} ser ditt lösenord.`,
  neverSees: ({ client }) => phrase`${client} gör det aldrig.`,
  wrongCredentials: 'Fel e-postadress eller lösenord',
  checkBoth: 'Kontrollera båda och försök igen. Lösenordet skiljer på stora och små bokstäver.',
  mayBeRight:
    'Just nu kan vi inte kontrollera alla lösenord. Om ditt kan vara rätt, försök igen om några minuter.',
  tooManyAttempts: 'För många försök',
  wait: ({ seconds }) =>
    `Vänta ${inWords.span(seconds)} och försök sedan igen. Ditt konto är inte låst.`,
  enterBoth: 'Ange din e-postadress och ditt lösenord.',
  enterEmail: 'Ange din e-postadress.',
  enterPassword: 'Ange ditt lösenord.',
  busy: 'Just nu är det för många som loggar in',
  notChecked: 'Ditt lösenord har inte kontrollerats. Försök igen om några sekunder.',
  signedOut: 'Du är utloggad.',
  pageTooOld: 'Sidan var öppen för länge. Logga in igen.',
  sessionEnded: 'Du hade loggats ut. Inget har ändrats.',
  signInToGoOn: 'Logga in för att fortsätta.',
  continueWith: ({ way }) => phrase`Fortsätt med ${way}`,
  or: 'eller',

  ways: {
    unreachable: ({ way }) => phrase`${way} går inte att nå just nu`,
    tryLater: 'Inget har ändrats. Försök igen om några minuter.',
    notTrusted: ({ way }) => phrase`Svaret från ${way} kunde inte kontrolleras`,
    nobodySignedIn: 'För säkerhets skull har ingen loggats in. Försök igen.',
    expired: 'Det tog för lång tid',
    startAgain: 'Ingen har loggats in. Du kan börja om här.',
    notBegunHere: 'Den här inloggningen kan inte fortsätta',
    usedOrElsewhere:
      'Den var redan använd, eller så började den i en annan webbläsare. Ingen har loggats in. Börja om här eller i appen.',
    refused: ({ way }) => phrase`${way} loggade inte in dig`,
    itSays: ({ reason }) => phrase`Därifrån meddelas: ${reason}`,
    accountDisabled: 'Ditt konto är avstängt',
    notProvisioned: ({ way }) => phrase`Du är inloggad hos ${way} men har inget konto här`,
    askOperator: ({ brand }) => `Be dem som driver ${brand} att släppa in dig.`,
    accountChanged: 'Ditt konto ändrades i samma ögonblick',
    notRecent: ({ way }) => phrase`${way} bad dig inte att logga in på nytt`,
    signOutThere: ({ way }) =>
      phrase`En ny inloggning krävs. Logga ut från ${way} och försök sedan igen.`,
  },
}

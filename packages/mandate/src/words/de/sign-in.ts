import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const signIn: Words['signIn'] = {
  toAccount: 'Bei Ihrem Konto anmelden',
  toApp: ({ client }) => phrase`Anmelden und weiter zu ${client}`,
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  keep: 'Angemeldet bleiben',
  keepFor: ({ seconds }) =>
    `${inWords.span(seconds)} lang. Nur auf einem Gerät, das Sie allein nutzen.`,
  button: 'Anmelden',
  onlyWeSee: ({ brand }) => `Nur ${brand} sieht Ihr Passwort.`,
  neverSees: ({ client }) => phrase`${client} sieht es nie.`,
  wrongCredentials: 'E-Mail-Adresse oder Passwort ist falsch',
  checkBoth:
    'Prüfen Sie beides und versuchen Sie es noch einmal. Achten Sie beim Passwort auf Groß- und Kleinschreibung.',
  mayBeRight:
    'Zurzeit können wir nicht alle Passwörter prüfen. Wenn Ihres richtig sein müsste, versuchen Sie es in einigen Minuten noch einmal.',
  tooManyAttempts: 'Zu viele Versuche',
  wait: ({ seconds }) =>
    `Warten Sie ${inWords.span(seconds)} und versuchen Sie es dann noch einmal. Ihr Konto ist nicht gesperrt.`,
  enterBoth: 'Geben Sie Ihre E-Mail-Adresse und Ihr Passwort ein.',
  enterEmail: 'Geben Sie Ihre E-Mail-Adresse ein.',
  enterPassword: 'Geben Sie Ihr Passwort ein.',
  busy: 'Zurzeit melden sich zu viele Personen an',
  notChecked: 'Ihr Passwort wurde nicht geprüft. Versuchen Sie es in einigen Sekunden noch einmal.',
  signedOut: 'Sie sind abgemeldet.',
  pageTooOld: 'Diese Seite war zu lange geöffnet. Bitte melden Sie sich noch einmal an.',
  sessionEnded: 'Sie wurden abgemeldet. Es wurde nichts geändert.',
  signInToGoOn: 'Melden Sie sich an, um fortzufahren.',
  continueWith: ({ way }) => phrase`Weiter mit ${way}`,
  or: 'oder',

  ways: {
    unreachable: ({ way }) => phrase`${way} ist zurzeit nicht erreichbar`,
    tryLater: 'Es wurde nichts geändert. Versuchen Sie es in einigen Minuten noch einmal.',
    notTrusted: ({ way }) => phrase`Die Antwort von ${way} konnte nicht überprüft werden`,
    nobodySignedIn:
      'Zu Ihrer Sicherheit wurden Sie nicht angemeldet. Versuchen Sie es noch einmal.',
    expired: 'Das hat zu lange gedauert',
    startAgain: 'Sie wurden nicht angemeldet. Hier können Sie neu beginnen.',
    notBegunHere: 'Diese Anmeldung kann nicht fortgesetzt werden',
    usedOrElsewhere:
      'Sie wurde bereits verwendet oder in einem anderen Browser begonnen. Sie wurden nicht angemeldet. Beginnen Sie hier oder in der App von vorn.',
    refused: ({ way }) => phrase`${way} hat Sie nicht angemeldet`,
    itSays: ({ reason }) => phrase`Die Meldung lautet: ${reason}`,
    accountDisabled: 'Ihr Konto ist deaktiviert',
    notProvisioned: ({ way }) => phrase`Sie sind bei ${way} angemeldet, haben hier aber kein Konto`,
    askOperator: ({ brand }) => `Bitten Sie die Betreiber von ${brand} um Zugang.`,
    accountChanged: 'Ihr Konto wurde im selben Moment geändert',
    notRecent: ({ way }) => phrase`${way} hat Sie nicht zu einer neuen Anmeldung aufgefordert`,
    signOutThere: ({ way }) =>
      phrase`Sie müssen sich neu anmelden. Melden Sie sich bei ${way} ab und versuchen Sie es dann noch einmal.`,
  },
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const secondFactor: Words['secondFactor'] = {
  title: 'Code eingeben',
  openApp:
    'Öffnen Sie die Authenticator-App auf Ihrem Telefon und geben Sie die sechs Ziffern ein, die sie anzeigt.',
  code: 'Code aus der App',
  recoveryTitle: 'Wiederherstellungs\u00adcode eingeben',
  recoveryMeaning:
    'Beim Einrichten des zweiten Schritts haben Sie zehn Wiederherstellungscodes erhalten. Jeder gilt einmal.',
  recoveryCode: 'Wiederherstellungscode',
  button: 'Weiter',
  lostPhone: 'Telefon verloren? Wiederherstellungscode verwenden',
  passkeyTitle: 'Passkey verwenden',
  passkeyMeaning: 'Ihr Browser fragt nach dem Passkey Ihres Kontos.',
  passkeyInstead: 'Stattdessen einen Passkey erstellen',
  usePasskey: 'Passkey verwenden',
  lostPasskey: 'Passkey verloren? Wiederherstellungscode verwenden',
  back: 'Zurück',
  noCodes: ({ brand }) =>
    `Wenn Sie auch keinen Wiederherstellungscode haben, bitten Sie die Betreiber von ${brand} um Hilfe.`,
  signedInAs: ({ person }) => phrase`Sie melden sich als ${person} an.`,
  otherPerson: 'Als jemand anderes anmelden',
  missing: 'Geben Sie den Code ein.',
  wrong: 'Dieser Code ist nicht richtig',
  wrongApp:
    'Geben Sie den neuesten Code der App ein. Wenn Codes immer wieder abgelehnt werden, prüfen Sie, ob die Uhr Ihres Telefons automatisch gestellt wird.',
  wrongRecovery:
    'Prüfen Sie jedes Zeichen. Vielleicht stammt der Code auch aus einer älteren Liste.',
  used: 'Dieser Code wurde bereits verwendet',
  usedApp: 'Warten Sie, bis die App den nächsten Code anzeigt, höchstens eine halbe Minute.',
  usedRecovery: 'Nehmen Sie einen anderen Code aus Ihrer Liste.',
  tooMany: 'Zu viele Versuche',
  wait: ({ seconds }) =>
    `Warten Sie ${inWords.span(seconds)} und versuchen Sie es dann noch einmal. Ihr Konto ist nicht gesperrt.`,

  setUp: 'Authenticator-App einrichten',
  policy: ({ brand }) =>
    `Ihre Anmeldung bei ${brand} erfordert einen zweiten Schritt: einen Code aus einer App auf Ihrem Telefon.`,
  clientNeeds: ({ client }) =>
    phrase`Was ${client} anfordert, erfordert einen zweiten Schritt bei der Anmeldung: einen Code aus einer App auf Ihrem Telefon.`,
  clientAsks: ({ client }) => phrase`${client} bittet Sie um eine Bestätigung, dass Sie es sind.`,
  install:
    'Installieren Sie eine Authenticator-App auf Ihrem Telefon, zum Beispiel Aegis, 2FAS, Google Authenticator oder Ihren Passwort-Manager.',
  scan: 'Scannen Sie diesen Code mit der App.',
  qr: 'QR-Code für die Authenticator-App',
  orType: 'Keine Kamera? Geben Sie diesen Schlüssel in der App ein:',
  enter: 'Geben Sie die sechs Ziffern ein, die die App anzeigt.',
  confirm: 'Einschalten',
  keyTooOld: 'Diese Seite war zu lange geöffnet. Scannen Sie den neuen Code unten.',

  codesTitle: 'Wiederherstellungs\u00adcodes sichern',
  codesMeaning:
    'Wenn Sie Ihr Telefon verlieren, kommen Sie mit einem dieser Codes hinein. Jeder gilt einmal. Bewahren Sie sie dort auf, wo Sie sie ohne Ihr Telefon finden: auf Papier oder in Ihrem Passwort-Manager.',
  codesOnce: 'Sie werden nur jetzt angezeigt.',
  codesDone: 'Ich habe sie gesichert',

  section: 'Zweiter Schritt bei der Anmeldung',
  sectionMeaning:
    'Ein Code von Ihrem Telefon nach Ihrem Passwort, damit ein gestohlenes Passwort nicht ausreicht.',
  app: 'Authenticator-App',
  appOff: 'Nicht eingerichtet',
  appSince: ({ day }) => phrase`Seit ${day}`,
  appSetUp: 'Einrichten',
  appReplace: 'Neues Telefon einrichten',
  appTurnOff: 'Ausschalten',
  codes: 'Wiederherstellungscodes',
  codesLeft: ({ count }) =>
    inWords.plural(count, { one: `noch ${count} Code`, other: `noch ${count} Codes` }),
  codesRenew: 'Neue Codes erstellen',
  owner:
    'Bei jeder Anmeldung geben Sie nach Ihrem Passwort einen Code von Ihrem Telefon ein. Ein gestohlenes Passwort reicht dann nicht aus.',
  newPhone: 'Ihr altes Telefon funktioniert, bis Sie einen Code vom neuen eingegeben haben.',
  added: 'Ihre Authenticator-App ist eingerichtet.',
  removed: 'Ihre Authenticator-App ist ausgeschaltet.',
  removedMeaning:
    'Sie melden sich allein mit Ihrem Passwort an. Die Wiederherstellungscodes sind ungültig.',
  needed:
    'Ein zweiter Schritt bei der Anmeldung ist hier vorgeschrieben, daher können Sie ihn nicht ausschalten.',
  recoveryUsed:
    'Sie haben sich mit einem Wiederherstellungscode angemeldet. Er funktioniert nicht noch einmal.',
  recoveryNext: 'Wenn Sie ein neues Telefon haben, richten Sie es hier ein.',
  turnOffTitle: 'Zweiten Schritt ausschalten?',
  turnOffEnds: 'Zur Anmeldung reicht dann allein Ihr Passwort.',
  turnOffCodes: 'Ihre Wiederherstellungscodes werden ungültig.',
  renewTitle: 'Neue Wiederherstellungs\u00adcodes erstellen?',
  renewEnds: 'Die Codes, die Sie jetzt haben, werden ungültig.',
}

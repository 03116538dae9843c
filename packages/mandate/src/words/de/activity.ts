import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const activity: Words['activity'] = {
  about: ({ time }) => `Was mit Ihrem Konto geschehen ist. Aufbewahrungsdauer: ${time}.`,
  nothing: 'In dieser Zeit ist nichts geschehen.',
  earlier: 'Frühere Aktivität anzeigen',
  latest: 'Neueste Aktivität anzeigen',
  byOperator: ({ brand }) => `durch die Betreiber von ${brand}`,
  byPlatform: ({ brand }) => `durch ein Programm von ${brand}`,
  byApp: 'durch die App',
  bySystem: 'automatisch',
  deletedApp: 'Eine gelöschte App',
  unknownBrowser: 'einem unbekannten Browser',

  accountCreated: 'Ihr Konto wurde angelegt.',
  accountDisabled: 'Ihr Konto wurde deaktiviert.',
  accountEnabled: 'Ihr Konto wurde aktiviert.',
  deletionAsked: 'Sie haben die Löschung Ihres Kontos verlangt.',
  deletionStopped: 'Sie haben Ihr Konto behalten.',
  accountUpdated: 'Ihr Profil wurde geändert.',
  passwordChanged: 'Ihr Passwort wurde geändert.',
  passwordKept: 'Ihr Passwort wurde von dort übernommen, wo Sie es vorher hatten.',
  addressVerified: 'Ihre E-Mail-Adresse wurde bestätigt.',
  addressChanged: 'Ihre E-Mail-Adresse wurde geändert.',
  addressChangeStopped: 'Eine Änderung Ihrer E-Mail-Adresse wurde gestoppt.',
  termsAccepted: 'Sie haben die Nutzungsbedingungen akzeptiert.',
  unlocked: 'Fehlgeschlagene Anmeldungen bei Ihrem Konto wurden zurückgesetzt.',
  linkMade: 'Ein Link wurde Ihnen per E-Mail gesendet.',
  signedIn: ({ browser, network }) =>
    phrase`Sie haben sich mit ${browser} von ${network} angemeldet.`,
  signedOut: 'Ein Browser wurde abgemeldet.',
  signedOutElsewhere: 'Alle anderen Browser wurden abgemeldet.',
  signedOutEverywhere: 'Alle Browser wurden abgemeldet.',
  newBrowser: ({ browser, network }) =>
    phrase`Sie haben einen neuen Browser verwendet: ${browser} von ${network}.`,
  wayLinked: ({ way }) => phrase`Sie können sich mit ${way} anmelden.`,
  wayUnlinked: ({ way }) => phrase`Sie können sich nicht mehr mit ${way} anmelden.`,
  passkeyAdded: ({ name }) => phrase`Der Passkey ${name} wurde hinzugefügt.`,
  passkeyRenamed: ({ name }) => phrase`Ein Passkey wurde in ${name} umbenannt.`,
  passkeyRemoved: ({ name }) => phrase`Der Passkey ${name} wurde entfernt.`,
  passkeyCloned: ({ name }) =>
    phrase`Der Passkey ${name} wurde gesperrt, weil es möglicherweise eine Kopie davon gibt.`,
  totpAdded: 'Eine Authenticator-App wurde eingerichtet.',
  totpRemoved: 'Die Authenticator-App wurde ausgeschaltet.',
  recoveryCodesMade: 'Neue Wiederherstellungscodes wurden erstellt.',
  recoveryCodeUsed: 'Ein Wiederherstellungscode wurde verwendet.',
  deviceConnected: ({ client }) => phrase`Sie haben ein Gerät verbunden, das ${client} verwendet.`,
  consentGiven: ({ client }) =>
    phrase`Sie haben zugestimmt, dass ${client} in Ihrem Namen handeln darf.`,
  consentWithdrawn: ({ client }) =>
    phrase`Sie stimmen nicht mehr zu, dass ${client} in Ihrem Namen handeln darf.`,
  connected: ({ client }) => phrase`${client} wurde verbunden.`,
  delegated: ({ client }) => phrase`${client} handelt nun über eine andere App für Sie.`,
  disconnected: ({ client }) => phrase`${client} wurde getrennt.`,
  narrowed: ({ client, permission }) =>
    phrase`Sie haben ${client} die Berechtigung ${permission} entzogen.`,
  lowered: ({ client }) => phrase`Sie haben die Grenzen von ${client} gesenkt.`,
  reused: ({ client }) =>
    phrase`${client} wurde getrennt, weil ein bereits verwendeter Schlüssel noch einmal verwendet wurde. Er könnte kopiert worden sein.`,
  allDisconnected: 'Alle Apps wurden getrennt.',
  signedOutByIssuer:
    'Ihre Organisation hat Sie abgemeldet. Was sie verbunden hatte, wurde getrennt.',
  allowedAgain: ({ client }) =>
    phrase`Sie haben Ihrer Organisation erlaubt, ${client} wieder zu verbinden.`,
}

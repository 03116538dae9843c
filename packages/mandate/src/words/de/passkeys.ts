import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const passkeys: Words['passkeys'] = {
  signIn: 'Mit Passkey anmelden',
  needsScript: 'Um einen Passkey zu verwenden, aktivieren Sie JavaScript für diese Website.',
  cancelled:
    'Es wurde kein Passkey verwendet. Versuchen Sie es noch einmal oder wählen Sie eine andere Anmeldeart.',
  refused: 'Dieser Passkey funktioniert hier nicht',
  tryAnother:
    'Vielleicht wurde er aus Ihrem Konto entfernt. Versuchen Sie einen anderen Passkey oder eine andere Anmeldeart.',
  usedOrElsewhere:
    'Diese Anmeldung wurde bereits verwendet oder in einem anderen Browser begonnen. Versuchen Sie es hier noch einmal.',
  suspended: 'Dieser Passkey ist gesperrt',
  removeIt:
    'Eine Kopie davon könnte in fremden Händen sein. Melden Sie sich auf andere Weise an und entfernen Sie ihn dann aus Ihrem Konto.',
  notPossible:
    'Dieser Browser kann keine Passkeys verwenden. Versuchen Sie es mit einem neueren oder auf einem anderen Gerät.',

  title: 'Passkeys',
  about:
    'Mit einem Passkey melden Sie sich mit Fingerabdruck, Gesicht oder Displaysperre an. Er funktioniert nur auf dieser Website, daher kann ihn Ihnen niemand entlocken.',
  added: ({ day }) => phrase`Hinzugefügt am ${day}`,
  lastUsed: ({ ago }) => phrase`Zuletzt verwendet ${ago}`,
  neverUsed: 'Noch nicht verwendet',
  suspendedHere:
    'Gesperrt, weil es möglicherweise eine Kopie dieses Passkeys gibt. Entfernen Sie ihn und fügen Sie einen neuen hinzu.',
  rename: ({ passkey }) => phrase`Umbenennen ${passkey}`,
  newName: 'Bezeichnung',
  save: 'Speichern',
  remove: ({ passkey }) => phrase`Entfernen ${passkey}`,
  add: 'Passkey hinzufügen',
  tooMany:
    'Sie haben die größtmögliche Zahl von Passkeys. Entfernen Sie einen, bevor Sie einen weiteren hinzufügen.',

  addTitle: 'Passkey hinzufügen',
  howToAdd:
    'Ihr Browser fragt, wo der Passkey gespeichert werden soll: auf diesem Gerät, in einem Passwort-Manager, auf Ihrem Telefon oder auf einem Sicherheitsschlüssel.',
  addNow: 'Passkey erstellen',
  addAgain: 'Es wurde kein Passkey hinzugefügt. Sie können es hier noch einmal versuchen.',
  known: 'Dieses Gerät hat bereits einen Passkey für Ihr Konto.',
  notAdded: 'Es wurde kein Passkey hinzugefügt. Versuchen Sie es noch einmal.',
  isAdded: ({ passkey }) =>
    phrase`Der Passkey ${passkey} wurde hinzugefügt. Sie können sich jetzt damit anmelden.`,
  isRenamed: ({ passkey }) => phrase`Der Passkey heißt jetzt ${passkey}.`,
  nameInvalid: 'Geben Sie eine Bezeichnung mit höchstens 60 Zeichen ein.',

  removeTitle: ({ passkey }) => phrase`Den Passkey ${passkey} entfernen?`,
  cannotSignIn: 'Niemand kann sich mehr damit anmelden.',
  staysOnDevice:
    'Er bleibt auf Ihrem Gerät oder in Ihrem Passwort-Manager, bis Sie ihn dort löschen.',
  sessionsStay: 'Angemeldete Browser bleiben angemeldet.',
  removeNow: 'Passkey entfernen',
  isRemoved: ({ passkey }) => phrase`Der Passkey ${passkey} wurde entfernt.`,
  isGone: 'Dieser Passkey war bereits entfernt.',
  isLast:
    'Das ist die einzige Anmeldeart Ihres Kontos. Fügen Sie eine andere hinzu, bevor Sie sie entfernen.',
}

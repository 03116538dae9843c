import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const profile: Words['profile'] = {
  address: 'E-Mail-Adresse',
  name: 'Ihr Name',
  confirmed: 'Bestätigt',
  notConfirmed: 'Noch nicht bestätigt',
  sendLink: 'Bestätigungslink senden',
  waiting: ({ newEmail }) =>
    phrase`Wir haben einen Link an ${newEmail} gesendet. Ihre Adresse ändert sich, wenn Sie ihn öffnen.`,
  cancelChange: 'Änderung abbrechen',
  newAddress: 'Neue E-Mail-Adresse',
  howItChanges:
    'Wir senden einen Link an die neue Adresse und informieren die alte. Bis Sie den Link öffnen, ändert sich nichts.',
  changeAddress: 'Adresse ändern',
  askOperator: 'Um Ihre Adresse zu ändern, wenden Sie sich an die Betreiber dieses Dienstes.',
  ofADirectory: ({ provider }) =>
    phrase`Ihre Adresse stammt aus dem Verzeichnis von ${provider}. Um sie zu ändern, wenden Sie sich an diejenigen, die dieses Verzeichnis pflegen.`,
  linkSent: ({ email }) => phrase`Wir haben einen Link an ${email} gesendet.`,
  tooOften:
    'Sie haben bereits mehrere Links angefordert. Öffnen Sie den neuesten, oder versuchen Sie es später noch einmal.',
  isAddress: 'Das ist bereits Ihre Adresse.',
  cancelled: 'Ihre Adresse bleibt, wie sie ist.',
  noChange: 'Es gab keine Änderung, die man abbrechen könnte.',
  language: 'Sprache',
  ofTheBrowser: 'Wie im Browser',
  saveLanguage: 'Speichern',
  languageSaved: 'Seiten und E-Mails sind ab jetzt in dieser Sprache.',
  aboutYou: 'Über Sie',
  whence:
    'Diese Angaben stammen von Ihrem Anmeldedienst oder vom Betreiber dieses Dienstes. Apps erfahren sie nur, wenn Sie es erlauben.',
  claims: {
    given_name: 'Vorname',
    family_name: 'Nachname',
    middle_name: 'Zweiter Vorname',
    nickname: 'Spitzname',
    preferred_username: 'Benutzername',
    profile: 'Profilseite',
    picture: 'Bild',
    website: 'Eigene Website',
    gender: 'Geschlecht',
    birthdate: 'Geburtsdatum',
    zoneinfo: 'Zeitzone',
    locale: 'Sprache und Region',
    phone_number: 'Telefonnummer',
    address: 'Postanschrift',
  },
}

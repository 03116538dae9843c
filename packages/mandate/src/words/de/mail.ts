import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const mail: Words['mail'] = {
  when: 'Zeitpunkt',
  browser: 'Verwendeter Browser',
  network: 'Netzwerkadresse',
  reason: ({ brand }) =>
    phrase`${brand} sendet diese Nachricht, weil sie Ihr Konto betrifft. Antworten darauf werden nicht gelesen.`,
  passwordChanged: {
    subject: ({ brand }) => phrase`Ihr Passwort für ${brand} wurde geändert`,
    happened: ({ email, brand }) =>
      phrase`Das Passwort Ihres Kontos ${email} bei ${brand} wurde geändert.`,
    next: 'Wenn Sie es geändert haben, ist nichts zu tun. Wenn nicht, kann jemand anderes Ihr Konto benutzen: Wählen Sie jetzt ein neues Passwort.',
    button: 'Neues Passwort wählen',
  },
  newBrowser: {
    subject: ({ brand }) => phrase`Neue Anmeldung bei Ihrem Konto bei ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Bei Ihrem Konto ${email} bei ${brand} hat sich jemand mit einem Browser angemeldet, der dafür noch nicht verwendet wurde.`,
    next: 'Wenn Sie das waren, ist nichts zu tun. Wenn nicht, ändern Sie jetzt Ihr Passwort: Dadurch wird der andere Browser abgemeldet.',
    button: 'Konto prüfen',
  },
  signedOutEverywhere: {
    subject: ({ brand }) => phrase`Ihr Konto bei ${brand} wurde überall abgemeldet`,
    happened: ({ email, brand }) =>
      phrase`Alle Browser, die bei Ihrem Konto ${email} bei ${brand} angemeldet waren, wurden abgemeldet.`,
    next: 'Wenn Sie das veranlasst haben, ist nichts zu tun. Wenn nicht, könnte jemand anderes Ihr Konto benutzen: Ändern Sie jetzt Ihr Passwort.',
    button: 'Konto prüfen',
  },
  passkeyAdded: {
    subject: ({ brand }) => phrase`Ihrem Konto bei ${brand} wurde ein Passkey hinzugefügt`,
    happened: ({ name, email, brand }) =>
      phrase`Mit dem Passkey „${name}“ kann man sich jetzt bei Ihrem Konto ${email} bei ${brand} anmelden.`,
    next: 'Wenn Sie ihn hinzugefügt haben, ist nichts zu tun. Wenn nicht, entfernen Sie ihn und ändern Sie jetzt Ihr Passwort.',
    button: 'Passkeys prüfen',
  },
  passkeyRemoved: {
    subject: ({ brand }) => phrase`Aus Ihrem Konto bei ${brand} wurde ein Passkey entfernt`,
    happened: ({ name, email, brand }) =>
      phrase`Mit dem Passkey „${name}“ kann man sich nicht mehr bei Ihrem Konto ${email} bei ${brand} anmelden.`,
    next: 'Wenn Sie ihn entfernt haben, ist nichts zu tun. Wenn nicht, kann jemand anderes Ihr Konto benutzen: Ändern Sie jetzt Ihr Passwort.',
    button: 'Passkeys prüfen',
  },
  passkeyCloned: {
    subject: ({ brand }) => phrase`Ein Passkey Ihres Kontos bei ${brand} wurde gesperrt`,
    happened: ({ name, email, brand }) =>
      phrase`Der Passkey „${name}“ Ihres Kontos ${email} bei ${brand} wurde so verwendet, dass es wahrscheinlich eine Kopie davon gibt. Er wurde gesperrt; niemand kann sich damit anmelden.`,
    next: 'Melden Sie sich auf andere Weise an, entfernen Sie den Passkey und fügen Sie einen neuen hinzu. Wenn das wieder geschieht, ist das Gerät mit Ihren Passkeys vielleicht nicht sicher.',
    button: 'Passkeys prüfen',
  },
  wayConnected: {
    subject: ({ brand }) => phrase`Neue Anmeldeart für Ihr Konto bei ${brand}`,
    happened: ({ provider, email, brand }) =>
      phrase`Ihr Konto ${email} bei ${brand} kann jetzt durch eine Anmeldung bei ${provider} benutzt werden.`,
    next: 'Wenn Sie das verbunden haben, ist nichts zu tun. Wenn nicht, trennen Sie es und ändern Sie jetzt Ihr Passwort.',
    button: 'Konto prüfen',
  },
  wayDisconnected: {
    subject: ({ brand }) => phrase`Eine Anmeldeart Ihres Kontos bei ${brand} wurde entfernt`,
    happened: ({ provider, email, brand }) =>
      phrase`Ihr Konto ${email} bei ${brand} kann nicht mehr durch eine Anmeldung bei ${provider} benutzt werden.`,
    next: 'Wenn Sie das getrennt haben, ist nichts zu tun. Wenn nicht, kann jemand anderes Ihr Konto benutzen: Ändern Sie jetzt Ihr Passwort.',
    button: 'Konto prüfen',
  },
  totpAdded: {
    subject: ({ brand }) =>
      phrase`Ihrem Konto bei ${brand} wurde eine Authenticator-App hinzugefügt`,
    happened: ({ email, brand }) =>
      phrase`Zur Anmeldung bei Ihrem Konto ${email} bei ${brand} gehört jetzt auch ein Code aus einer Authenticator-App.`,
    next: 'Wenn Sie sie hinzugefügt haben, bewahren Sie Ihre Wiederherstellungscodes sicher auf; sonst ist nichts zu tun. Wenn nicht, kann jemand anderes Ihr Konto benutzen: Ändern Sie jetzt Ihr Passwort.',
    button: 'Konto prüfen',
  },
  totpRemoved: {
    subject: ({ brand }) =>
      phrase`Die Authenticator-App wurde aus Ihrem Konto bei ${brand} entfernt`,
    happened: ({ email, brand }) =>
      phrase`Zur Anmeldung bei Ihrem Konto ${email} bei ${brand} gehört kein Code aus einer Authenticator-App mehr.`,
    next: 'Wenn Sie sie entfernt oder darum gebeten haben, ist nichts zu tun. Wenn nicht, kann jemand anderes Ihr Konto benutzen: Ändern Sie jetzt Ihr Passwort.',
    button: 'Konto prüfen',
  },
  recoveryCodesMade: {
    subject: ({ brand }) => phrase`Neue Wiederherstellungscodes für Ihr Konto bei ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Für Ihr Konto ${email} bei ${brand} wurden neue Wiederherstellungscodes erstellt. Die alten funktionieren nicht mehr.`,
    next: 'Wenn Sie sie erstellt haben, ist nichts zu tun. Wenn nicht, kann jemand anderes Ihr Konto benutzen: Ändern Sie jetzt Ihr Passwort und erstellen Sie dann neue Codes.',
    button: 'Konto prüfen',
  },
  recoveryCodeUsed: {
    subject: ({ brand }) =>
      phrase`Ein Wiederherstellungscode Ihres Kontos bei ${brand} wurde verwendet`,
    happened: ({ email, brand }) =>
      phrase`Bei Ihrem Konto ${email} bei ${brand} hat sich jemand mit einem Wiederherstellungscode statt mit einem Code aus der Authenticator-App angemeldet.`,
    next: 'Wenn Sie das waren, ist nichts zu tun; jeder Code gilt einmal, erstellen Sie also neue, wenn nur noch wenige übrig sind. Wenn nicht, ändern Sie jetzt Ihr Passwort und erstellen Sie dann neue Codes.',
    button: 'Konto prüfen',
  },
  addressChanged: {
    subject: ({ brand }) => phrase`Ihre Adresse bei ${brand} wurde geändert`,
    happened: ({ email, newEmail, brand }) =>
      phrase`Die Anmeldung bei Ihrem Konto bei ${brand} erfolgt jetzt mit ${newEmail}, nicht mehr mit ${email}.`,
    nextAtNew:
      'Wenn Sie sie geändert haben, ist nichts zu tun. Wenn nicht, kann jemand anderes Ihr Konto benutzen: Ändern Sie jetzt Ihr Passwort.',
    nextAtOld:
      'Wenn Sie sie geändert haben, ist nichts zu tun. Wenn nicht, öffnen Sie den Link in der Nachricht, die vorher an diese Adresse kam: Er macht die Änderung rückgängig.',
    button: 'Konto prüfen',
  },
  deletionAsked: {
    subject: ({ brand }) => phrase`Ihr Konto bei ${brand} wird gelöscht`,
    happened: ({ email, brand, day }) =>
      phrase`Ihr Konto ${email} bei ${brand} wurde geschlossen und wird am ${day} gelöscht. Keine App darf mehr in seinem Namen handeln.`,
    next: 'Wenn Sie es behalten möchten, melden Sie sich vor diesem Tag an. Wenn Sie das nicht verlangt haben, melden Sie sich an, behalten Sie das Konto und ändern Sie Ihr Passwort.',
    button: 'Konto behalten',
  },
  deletionStopped: {
    subject: ({ brand }) => phrase`Ihr Konto bei ${brand} wird nicht gelöscht`,
    happened: ({ email, brand }) =>
      phrase`Ihr Konto ${email} bei ${brand} bleibt bestehen. Apps, die verbunden waren, müssen neu verbunden werden.`,
    next: 'Wenn Sie es behalten wollten, ist nichts zu tun. Wenn nicht, ändern Sie jetzt Ihr Passwort.',
    button: 'Konto prüfen',
  },
  appConnected: {
    subject: ({ client, brand }) => phrase`${client} ist mit Ihrem Konto bei ${brand} verbunden`,
    happened: ({ client, email, brand }) =>
      phrase`${client} darf jetzt im Namen Ihres Kontos ${email} bei ${brand} handeln, weil dem zugestimmt wurde.`,
    next: 'Wenn Sie zugestimmt haben, ist nichts zu tun. Wenn nicht, trennen Sie die App und ändern Sie jetzt Ihr Passwort.',
    button: 'Verbundene Apps ansehen',
  },
  tokenReused: {
    subject: ({ client, brand }) => phrase`${client} wurde von Ihrem Konto bei ${brand} getrennt`,
    happened: ({ client, email, brand }) =>
      phrase`Eine Verbindung von ${client} mit Ihrem Konto ${email} bei ${brand} wurde beendet, weil einer ihrer Schlüssel ein zweites Mal verwendet wurde.`,
    meaning:
      'Eine App erhält jedes Mal einen neuen Schlüssel, wenn sie den alten verwendet. Kommt ein alter Schlüssel wieder, hat entweder die App einen Fehler gemacht oder jemand hat den Schlüssel kopiert. Welches von beiden, lässt sich nicht feststellen. Deshalb wurde die Verbindung beendet: Weder der alte Schlüssel noch ein späterer funktioniert noch. Ihr Passwort war nicht betroffen.',
    next: ({ client }) =>
      phrase`Wenn Sie ${client} noch verwenden, verbinden Sie es dort neu. Wenn das wieder geschieht, informieren Sie die Hersteller von ${client}.`,
    button: 'Verbundene Apps ansehen',
  },
}

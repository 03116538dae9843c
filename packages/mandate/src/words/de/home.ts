import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const home: Words['home'] = {
  title: 'Willkommen',
  heading: 'Verwalten Sie die Apps, die mit Ihrem Konto verbunden sind',
  about:
    'Melden Sie sich an, um zu sehen, welche Apps in Ihrem Namen handeln dürfen, und um nicht mehr benötigte Apps zu trennen. Apps sehen Ihr Passwort nie.',
  signIn: 'Bei Ihrem Konto anmelden',
  open: 'Ihr Konto öffnen',
  signedInAs: ({ email }) => phrase`Angemeldet als ${email}`,
  developers: 'Entwickeln Sie eine App?',
  issuer: ({ metadata }) =>
    phrase`Geben Sie Ihrer OAuth-2.0-Bibliothek diesen Issuer. Die Endpunkte findet sie in den ${metadata('Metadaten des Servers')}.`,
  refused: ({ link }) => phrase`Wurde eine Anfrage abgelehnt? ${link('Grund nachschlagen')}`,
}

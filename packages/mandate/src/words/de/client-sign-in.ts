import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const clientSignIn: Words['clientSignIn'] = {
  one: {
    heading: 'Hat Ihr Client diese Anfrage gesendet?',
    promise: 'Mit seiner Client-ID und seinem Client-Secret sehen Sie den genauen Grund.',
    button: 'Grund anzeigen',
  },
  all: {
    heading: 'Als Ihr Client anmelden',
    promise:
      'Geben Sie die Client-ID und das Client-Secret ein, mit denen er sich authentifiziert.',
    button: 'Abgelehnte Anfragen anzeigen',
  },
  failed:
    'Das hat nicht funktioniert. Prüfen Sie Client-ID und Secret. Nur der Client, der die Anfrage gesendet hat, kann den Grund sehen.',
  id: 'Client-ID',
  secret: 'Client-Secret',
  publicClient: ({ code }) =>
    phrase`Ein öffentlicher Client hat kein Secret. Was falsch war, steht in der ${code('error_description')} der Antwort; den Rest findet der Betreiber anhand der Referenz.`,
}

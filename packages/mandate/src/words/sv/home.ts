import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const home: Words['home'] = {
  title: 'Välkommen',
  heading: 'Hantera apparna som är anslutna till ditt konto',
  about:
    'Logga in för att se vilka appar som får agera åt dig, och koppla bort dem du inte längre använder. Apparna ser aldrig ditt lösenord.',
  signIn: 'Logga in på ditt konto',
  open: 'Öppna ditt konto',
  signedInAs: ({ email }) => phrase`Inloggad som ${email}`,
  developers: 'Bygger du en app?',
  issuer: ({ metadata }) =>
    phrase`Ange denna issuer i ditt OAuth 2.0-bibliotek. Biblioteket hittar adresserna i ${metadata('serverns metadata')}.`,
  refused: ({ link }) => phrase`Har en begäran nekats? ${link('Ta reda på varför.')}`,
}

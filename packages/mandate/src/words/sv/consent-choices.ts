import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const consentChoices: Words['consentChoices'] = {
  publishedBy: ({ publisher }) => phrase`Utgiven av ${publisher}`,
  registeredItself:
    'Den här appen har registrerat sig själv. Ingen här har kontrollerat dess namn eller vem som har gjort den.',
  fromDocument: ({ domain }) =>
    phrase`Beskrivningen kommer från ${domain}. Ingen här har kontrollerat appens namn eller vem som har gjort den.`,
  newHere: 'Ingen har använt den här tidigare',
  usedSince: ({ day }) => phrase`Har använts här sedan ${day}`,
  website: 'Webbplats',
  policy: 'Integritetspolicy',
  terms: 'Villkor',
  isNew: 'Nytt',
  agreedBefore: 'Detta har du godkänt tidigare',
  onlyIfTicked: 'Det som har en ruta tillåts bara om du kryssar i den.',
  nothingTicked: 'Kryssa i minst en behörighet, eller välj ”Neka”.',
}

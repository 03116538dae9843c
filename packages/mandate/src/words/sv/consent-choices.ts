import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const consentChoices: Words['consentChoices'] = {
  publishedBy: ({ publisher }) => phrase`Utgiven av ${publisher}`,
  registeredItself:
    'Den här appen har registrerat sig själv. Ingen här har kontrollerat dess namn eller vem som har gjort den.',
  fromDocument: ({ domain }) =>
    phrase`Beskrivningen kommer från ${domain}. Ingen här har kontrollerat appens namn eller vem som har gjort den.`,
  namedLikeThisSite:
    'Var försiktig: appen har samma namn som den här webbplatsen, eller ett som liknar det, men hör inte till den.',
  namedLikeAnother: ({ name }) =>
    phrase`Var försiktig: det här är inte ${name}, som är registrerad här. Namnet är detsamma eller liknar det.`,
  mixedAlphabets:
    'Var försiktig: appens namn blandar bokstäver från flera alfabet och kan därför likna ett annat namn.',
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

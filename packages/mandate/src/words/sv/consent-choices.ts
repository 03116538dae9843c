import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const consentChoices: Words['consentChoices'] = {
  publishedBy: ({ publisher }) => phrase`Utgiven av ${publisher}`,
  website: 'Webbplats',
  policy: 'Integritetspolicy',
  terms: 'Villkor',
  isNew: 'Nytt',
  agreedBefore: 'Detta har du godkänt tidigare',
  onlyIfTicked: 'Det som har en ruta tillåts bara om du kryssar i den.',
  nothingTicked: 'Kryssa i minst en behörighet, eller välj ”Neka”.',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const formPost: Words['formPost'] = {
  title: ({ client }) => phrase`Zurück zu ${client}`,
  about: 'Sie werden zur App zurückgeleitet. Wenn nichts geschieht, wählen Sie „Weiter“.',
  button: 'Weiter',
}

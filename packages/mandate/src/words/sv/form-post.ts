import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const formPost: Words['formPost'] = {
  title: ({ client }) => phrase`Tillbaka till ${client}`,
  about: 'Du skickas tillbaka till appen. Välj Fortsätt om inget händer.',
  button: 'Fortsätt',
}

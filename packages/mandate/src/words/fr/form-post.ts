import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const formPost: Words['formPost'] = {
  title: ({ client }) => phrase`Retour à ${client}`,
  about: 'Vous allez revenir à l’application. Si rien ne se passe, choisissez « Continuer ».',
  button: 'Continuer',
}

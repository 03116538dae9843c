import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const signOut: Words['signOut'] = {
  title: 'Se déconnecter ?',
  signedInAs: ({ email }) => phrase`Une session est ouverte avec le compte ${email}.`,
  button: 'Se déconnecter',
  back: 'Retour à votre compte',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const signOut: Words['signOut'] = {
  title: '¿Cerrar la sesión?',
  signedInAs: ({ email }) => phrase`Ha iniciado sesión como ${email}.`,
  button: 'Cerrar sesión',
  back: 'Volver a su cuenta',
}

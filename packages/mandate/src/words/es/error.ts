import type { Words } from '../en/en.ts'

export const error: Words['error'] = {
  code: 'Código de error',
  forDevelopers: 'Para desarrolladores',
  reference: 'Referencia',
  openAccount: 'Abrir su cuenta',
  tryAgain: 'Intentar de nuevo',
  signOut: 'Cerrar sesión',
  giveReference:
    'Si eso no ayuda, facilite la siguiente referencia a quien administra este servidor.',
}

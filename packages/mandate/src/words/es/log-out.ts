import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const logOut: Words['logOut'] = {
  asked: ({ client }) => phrase`${client} pide que se cierre su sesión.`,
  about:
    'Es posible que las aplicaciones que abrió con esta sesión también la cierren. Las demás seguirán conectadas.',
  stay: 'Mantener la sesión',
  doneTitle: 'Ha cerrado la sesión',
  telling: 'Ahora se avisa a las aplicaciones que abrió con esta sesión. Puede cerrar esta página.',
  goOn: 'Continuar',
  frame: 'Cierra su sesión en una aplicación',
}

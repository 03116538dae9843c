import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const formPost: Words['formPost'] = {
  title: ({ client }) => phrase`Volver a ${client}`,
  about: 'Está volviendo a la aplicación. Si no ocurre nada, elija «Continuar».',
  button: 'Continuar',
}

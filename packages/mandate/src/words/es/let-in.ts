import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const letIn: Words['letIn'] = {
  meaning: 'No hace falta esperar: un enlace por correo autoriza este navegador.',
  offer: 'Recibir un enlace por correo',

  title: 'Iniciar sesión sin esperar',
  forWhom: ({ email }) => phrase`Alguien pidió este enlace para iniciar sesión como ${email}.`,
  whatHappens:
    'Este navegador ya no tendrá que esperar. No inicia la sesión: se seguirá pidiendo la contraseña.',
  button: 'Continuar en este navegador',
  done: 'Este navegador ya no tiene que esperar. Inicie sesión ahora.',
}

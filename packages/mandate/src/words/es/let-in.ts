import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const letIn: Words['letIn'] = {
  meaning: 'No tiene que esperar: un enlace por correo da paso a este navegador.',
  offer: 'Recibir un enlace por correo',

  title: 'Iniciar sesión sin esperar',
  forWhom: ({ email }) => phrase`Alguien pidió este enlace para iniciar sesión como ${email}.`,
  whatHappens:
    'Este navegador no tendrá que esperar. No se inicia la sesión con ello: se sigue pidiendo la contraseña.',
  button: 'Continuar en este navegador',
  done: 'Este navegador ya no tiene que esperar. Inicie sesión ahora.',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const clientSignIn: Words['clientSignIn'] = {
  one: {
    heading: '¿Envió su cliente esta solicitud?',
    promise: 'Con su identificador y su secreto verá el motivo exacto.',
    button: 'Mostrar el motivo',
  },
  all: {
    heading: 'Inicie sesión como su cliente',
    promise: 'Escriba el identificador y el secreto con los que se autentica.',
    button: 'Mostrar solicitudes rechazadas',
  },
  failed:
    'No funcionó. Revise el identificador y el secreto del cliente. Solo el cliente que envió la solicitud puede ver el motivo.',
  id: 'Identificador del cliente',
  secret: 'Secreto del cliente',
  publicClient: ({ code }) =>
    phrase`Un cliente público no tiene secreto. El campo ${code('error_description')} de sus respuestas indica qué falló, y quien administra el servidor encuentra el resto con la referencia.`,
}

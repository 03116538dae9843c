import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const refusedRequests: Words['refusedRequests'] = {
  title: 'Solicitudes rechazadas',
  client: 'Cliente',
  none: ({ days }) =>
    `En los últimos ${inWords.number(days)} días no se rechazó ninguna solicitud de este cliente.`,
  latest: ({ days }) =>
    `Las más recientes de los últimos ${inWords.number(days)} días. Una solicitud aparece aquí al cabo de un segundo, aproximadamente.`,
  reason: 'Motivo',
  when: 'Fecha',
  request: 'Solicitud',
  error: 'Código de error',
  why: '¿Por qué se rechazó una solicitud?',
  about: ({ code }) =>
    phrase`Cada respuesta de error de este servidor contiene un ${code('error_uri')} que lleva al motivo. Esta página enumera todas las solicitudes rechazadas de su cliente.`,
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const personalData: Words['personalData'] = {
  download: 'Descargar sus datos',
  whatIsInIt:
    'Un archivo con todo lo que se guarda sobre usted: su cuenta, sus formas de iniciar sesión, sus sesiones, sus aplicaciones y su actividad. No contiene contraseñas ni claves.',
  downloadButton: 'Descargar',
  remove: 'Eliminar su cuenta',
  aboutRemoving: ({ time }) =>
    `Su sesión se cierra y todas las aplicaciones se desconectan de inmediato. Durante ${time} puede conservar su cuenta si inicia sesión. Después se elimina definitivamente.`,
  removeButton: 'Eliminar mi cuenta',
  question: '¿Eliminar su cuenta?',
  signedOut: 'Se cerrará su sesión en todas partes, también en este navegador.',
  appsEnd: ({ count }) =>
    inWords.plural(count, {
      one: 'Se desconectará una aplicación.',
      other: `Se desconectarán ${inWords.number(count)} aplicaciones.`,
    }),
  untilThen: ({ day }) =>
    phrase`Su cuenta se eliminará después del ${day}. Hasta entonces puede conservarla si inicia sesión.`,
  thenGone: 'Después no se podrá recuperar.',
  notPossible: 'Su cuenta no se puede eliminar en este momento. No se cambió nada.',
  lastOwner:
    'Nadie más es propietario de este servidor y puede iniciar sesión. Dé antes ese papel a otra persona. No se cambió nada.',
  asked: 'Se cerró su sesión',
  willBeDeleted: ({ day }) =>
    phrase`Su cuenta se eliminará después del ${day}. Todas las aplicaciones están desconectadas.`,
  howToKeep: 'Si cambia de opinión, inicie sesión antes de esa fecha.',
  signIn: 'Iniciar sesión',
  keepQuestion: '¿Conservar su cuenta?',
  keepFor: ({ email, day }) =>
    phrase`Pidió eliminar ${email}. La cuenta se eliminará después del ${day}.`,
  keptAs:
    'Si la conserva, tendrá todo lo que tenía, pero sus aplicaciones seguirán desconectadas hasta que las conecte de nuevo.',
  keep: 'Conservar mi cuenta',
  leave: 'Cerrar sesión',
}

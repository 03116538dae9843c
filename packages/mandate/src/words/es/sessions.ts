import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const sessions: Words['sessions'] = {
  about: 'Tiene la sesión iniciada en estos navegadores. Cierre la sesión en los que no reconozca.',
  here: 'Este navegador',
  unknownBrowser: 'Navegador desconocido',
  details: ({ day, network, ago }) =>
    phrase`Sesión iniciada el ${day} desde ${network}, último uso ${ago}`,
  keptUntil: ({ day }) => phrase`La sesión sigue abierta hasta el ${day}`,
  end: ({ browser }) => phrase`Cerrar la sesión ${browser}`,
  ended: ({ browser }) => phrase`Se cerró la sesión de ${browser}.`,
  wasOver: 'La sesión de ese navegador ya estaba cerrada. No se cambió nada.',
  nowhereElse: 'No tiene la sesión iniciada en ningún otro lugar.',
  endOthers: 'Cerrar las demás sesiones',
  endOthersQuestion: '¿Cerrar las demás sesiones?',
  othersEnd: ({ count }) =>
    inWords.plural(count, {
      one: 'Se cerrará su sesión en otro navegador.',
      other: `Se cerrará su sesión en otros ${inWords.number(count)} navegadores.`,
    }),
  othersUnknown: 'Los navegadores que usó antes volverán a considerarse nuevos.',
  othersForgotten: 'Todos los demás navegadores se consideran nuevos ahora.',
  staysHere: 'Su sesión sigue abierta en este navegador.',
  appsStay:
    'Es posible que las aplicaciones abiertas allí también cierren su sesión. Las demás siguen conectadas. Desconecte en «Aplicaciones» las que no reconozca.',
  othersEnded: ({ count }) =>
    inWords.plural(count, {
      one: 'Se cerró la sesión de otro navegador.',
      other: `Se cerró la sesión de otros ${inWords.number(count)} navegadores.`,
    }),
  changePassword: 'Si es posible que otra persona conozca su contraseña, cámbiela también.',
}

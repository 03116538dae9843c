import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const limits: Words['limits'] = {
  amount: ({ amount }) => phrase`Hasta ${amount}`,
  calls: ({ times }) =>
    inWords.plural(times, {
      one: 'Como máximo una vez',
      other: `Como máximo ${inWords.number(times)} veces`,
    }),
  until: ({ time }) => phrase`Hasta el ${time}`,

  lowerHere: 'Fijar límites más bajos',
  onlyLower: 'Aquí un límite solo se puede bajar. Un campo sin cambios conserva su límite.',
  amountField: ({ currency }) => phrase`Importe, en ${currency}`,
  callsField: 'Número de veces',
  untilField: 'Hasta, en UTC',
  lower: ({ client }) => phrase`Bajar los límites ${client}`,

  lowered: ({ client }) =>
    phrase`Los límites de ${client} son ahora más bajos, con efecto inmediato.`,
  unchanged: 'No se ha cambiado nada: cada límite sigue como estaba.',
  higher: 'Un límite solo se puede bajar. Para más, la aplicación debe volver a preguntarle.',
  unreadable: 'Un importe, un número o un momento no es válido. Revise lo que ha escrito.',
  past: 'Elija un momento en el futuro.',
}

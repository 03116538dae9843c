import { formats } from '../formats.ts'

export const inWords = formats('es-ES', {
  justNow: 'ahora mismo',
  units: {
    year: { one: '1 año', other: '# años' },
    day: { one: '1 día', other: '# días' },
    hour: { one: '1 hora', other: '# horas' },
    minute: { one: '1 minuto', other: '# minutos' },
    second: { one: '1 segundo', other: '# segundos' },
  },
})

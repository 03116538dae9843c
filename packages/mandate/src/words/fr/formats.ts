import { formats } from '../formats.ts'

export const inWords = formats('fr-FR', {
  justNow: 'à l’instant',
  units: {
    year: { one: '1 an', other: '# ans' },
    day: { one: '1 jour', other: '# jours' },
    hour: { one: '1 heure', other: '# heures' },
    minute: { one: '1 minute', other: '# minutes' },
    second: { one: '1 seconde', other: '# secondes' },
  },
})

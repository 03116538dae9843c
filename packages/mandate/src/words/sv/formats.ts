import { formats } from '../formats.ts'

export const inWords = formats('sv-SE', {
  justNow: 'just nu',
  units: {
    year: { one: 'ett år', other: '# år' },
    day: { one: 'en dag', other: '# dagar' },
    hour: { one: 'en timme', other: '# timmar' },
    minute: { one: 'en minut', other: '# minuter' },
    second: { one: 'en sekund', other: '# sekunder' },
  },
})

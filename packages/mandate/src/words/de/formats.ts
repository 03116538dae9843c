import { formats } from '../formats.ts'

export const inWords = formats('de-DE', {
  justNow: 'gerade eben',
  units: {
    year: { one: '1 Jahr', other: '# Jahre' },
    day: { one: '1 Tag', other: '# Tage' },
    hour: { one: '1 Stunde', other: '# Stunden' },
    minute: { one: '1 Minute', other: '# Minuten' },
    second: { one: '1 Sekunde', other: '# Sekunden' },
  },
})

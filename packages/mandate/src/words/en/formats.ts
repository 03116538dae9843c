import { formats } from '../formats.ts'

export const inWords = formats('en-GB', {
  justNow: 'just now',
  units: {
    year: { one: 'a year', other: '# years' },
    day: { one: 'a day', other: '# days' },
    hour: { one: 'an hour', other: '# hours' },
    minute: { one: 'a minute', other: '# minutes' },
    second: { one: 'a second', other: '# seconds' },
  },
})

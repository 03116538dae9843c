import type { ShownDetail } from '../../src/oauth/details/shown.ts'

/** Details that limit how much, how often and until when. */
export const payments: ShownDetail = {
  title: {
    en: 'Pay bills for you',
    de: 'Rechnungen für Sie bezahlen',
    ar: 'دفع الفواتير نيابةً عنك',
  },
  lines: [{ label: { en: 'To', de: 'An', ar: 'إلى' }, value: 'Northern Seeds Cooperative' }],
  limits: [
    {
      ...{ member: 'total', is: 'amount' },
      words: {
        en: 'Pay up to {limit} in all',
        de: 'Bis zu {limit} insgesamt',
        ar: 'حتى {limit} إجمالاً',
      },
      limit: { is: 'amount', amount: { value: '50.00', currency: 'EUR' }, digits: 2 },
    },
    {
      ...{ member: 'each', is: 'amount', words: null },
      limit: { is: 'amount', amount: { value: '12.5', currency: 'EUR' }, digits: 2 },
    },
    { member: 'calls', is: 'calls', words: null, limit: { is: 'calls', calls: 20 } },
    {
      ...{ member: 'until', is: 'until', words: null },
      limit: { is: 'until', until: Date.UTC(2026, 11, 3, 18) / 1000 },
    },
  ],
}

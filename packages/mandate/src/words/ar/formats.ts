/**
 * Western digits, as most Arabic software shows them: they are the ones in the codes, addresses and
 * times next to them.
 */

import { formats } from '../formats.ts'

export const inWords = formats('ar-u-ca-gregory-nu-latn', {
  justNow: 'الآن',
  units: {
    year: {
      zero: '# سنة',
      one: 'سنة واحدة',
      two: 'سنتين',
      few: '# سنوات',
      many: '# سنة',
      other: '# سنة',
    },
    day: {
      zero: '# يوم',
      one: 'يوم واحد',
      two: 'يومين',
      few: '# أيام',
      many: '# يومًا',
      other: '# يوم',
    },
    hour: {
      zero: '# ساعة',
      one: 'ساعة واحدة',
      two: 'ساعتين',
      few: '# ساعات',
      many: '# ساعة',
      other: '# ساعة',
    },
    minute: {
      zero: '# دقيقة',
      one: 'دقيقة واحدة',
      two: 'دقيقتين',
      few: '# دقائق',
      many: '# دقيقة',
      other: '# دقيقة',
    },
    second: {
      zero: '# ثانية',
      one: 'ثانية واحدة',
      two: 'ثانيتين',
      few: '# ثوانٍ',
      many: '# ثانية',
      other: '# ثانية',
    },
  },
})

/** The form for each plural category of Arabic; `#` stands for the number. */
export function counted(
  value: number,
  forms: Readonly<Record<Intl.LDMLPluralRule, string>>,
): string {
  return inWords.plural(value, forms).replace('#', inWords.number(value))
}

/** Dates, time spans, lists and numbers in one language. Times are in UTC. */

import type { Phrase } from './phrase.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY

/** A word by the plural category of its number (CLDR). */
type Forms = { readonly one: string; readonly other: string } & {
  readonly [category in Intl.LDMLPluralRule]?: string
}

type Unit = 'year' | 'day' | 'hour' | 'minute' | 'second'

/** What `Intl` has no words for, or none that fit into a sentence. */
interface OwnWords {
  readonly justNow: string
  /** `#` stands for the number: "a year", "# years". */
  readonly units: Readonly<Record<Unit, Forms>>
}

/** `locale` is a language tag (BCP 47). Its region, if any, decides how dates and lists are written. */
export function formats(locale: string, own: OwnWords) {
  const date = lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }))
  const dateAndTime = lazily(
    () =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
  )
  const relative = lazily(() => new Intl.RelativeTimeFormat(locale, { numeric: 'always' }))
  const conjunction = lazily(() => new Intl.ListFormat(locale, { type: 'conjunction' }))
  const rules = lazily(() => new Intl.PluralRules(locale))
  const numbers = lazily(() => new Intl.NumberFormat(locale))

  const day = (seconds: number) => date().format(seconds * 1000)
  const number = (value: number) => numbers().format(value)
  const plural = (value: number, forms: Forms) => forms[rules().select(value)] ?? forms.other
  const count = (value: number, unit: Unit) =>
    plural(value, own.units[unit]).replace('#', number(value))

  return {
    /** The day of a moment, in seconds since 1970: "3 March 2026". */
    day,

    /** The day and the minute: "3 March 2026 at 14:05 UTC". */
    exactly: (seconds: number) => `${dateAndTime().format(seconds * 1000)} UTC`,

    /** A moment relative to `now`: "3 days ago". The day itself if that was over a year ago. */
    ago(seconds: number, now: number): string {
      const past = now - seconds
      if (past >= YEAR) return day(seconds)
      // If the clock was set back, do not say "in 3 minutes" of something that has happened.
      if (past < MINUTE) return own.justNow
      if (past < HOUR) return relative().format(-Math.floor(past / MINUTE), 'minute')
      if (past < DAY) return relative().format(-Math.floor(past / HOUR), 'hour')
      return relative().format(-Math.floor(past / DAY), 'day')
    },

    /** A span in its largest whole unit, rounded up: "a year" for 365 days, "2 minutes" for 61 s. */
    span(seconds: number): string {
      // "2 years" for 400 days would mislead, so only whole years are counted in years.
      if (seconds >= YEAR && seconds % YEAR === 0) return count(seconds / YEAR, 'year')
      if (seconds >= DAY) return count(Math.ceil(seconds / DAY), 'day')
      if (seconds >= HOUR) return count(Math.ceil(seconds / HOUR), 'hour')
      if (seconds >= MINUTE) return count(Math.ceil(seconds / MINUTE), 'minute')
      return count(Math.max(1, Math.ceil(seconds)), 'second')
    },

    /** "a, b and c". */
    list: <Part>(items: readonly Part[]): Phrase<Part> =>
      conjunction()
        .formatToParts(items.map((_, place) => String(place)))
        .map(({ type, value }) => (type === 'element' ? (items[Number(value)] ?? value) : value)),

    number,

    /** An amount of money: "€12.50", "50 kr". `value` is a decimal number, `currency` of ISO 4217. */
    money: (value: string, currency: string): string =>
      new Intl.NumberFormat(locale, {
        ...{ style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' },
      }).format(value as `${number}`),

    /** The form that goes with a number. */
    plural,
  }
}

/** Creating these takes milliseconds, and most commands need none of them. */
function lazily<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}

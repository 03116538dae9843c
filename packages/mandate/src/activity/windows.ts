/** The times that charts show, in columns. All of it is in UTC. */

const HOUR = 3_600
const DAY = 86_400

interface Window {
  /** Which sums it is made of (`ActivitySpan` of the store). */
  readonly span: 'hour' | 'day'
  readonly columns: number
  /** The length of a column. */
  readonly seconds: number
}

export const windows = {
  '24h': { span: 'hour', columns: 24, seconds: HOUR },
  '7d': { span: 'hour', columns: 28, seconds: 6 * HOUR },
  '30d': { span: 'day', columns: 30, seconds: DAY },
  '90d': { span: 'day', columns: 90, seconds: DAY },
} as const satisfies Readonly<Record<string, Window>>

export type WindowName = keyof typeof windows
export const windowNames = Object.keys(windows) as readonly WindowName[]

export interface Columns {
  readonly span: 'hour' | 'day'
  readonly seconds: number
  /** The start of each column, in seconds since 1970. The last one has the present. */
  readonly begins: readonly number[]
  readonly since: number
  readonly until: number
}

/** `now` in seconds since 1970. */
export function columnsOf(name: WindowName, now: number): Columns {
  const { span, columns, seconds } = windows[name]
  const last = now - (now % seconds)
  const begins = Array.from(
    { length: columns },
    (_, place) => last - (columns - 1 - place) * seconds,
  )
  return { span, seconds, begins, since: begins[0] ?? last, until: last + seconds }
}

/** What was counted in one piece of time. */
export interface Sum {
  readonly beginsAt: number
  readonly key: string
  readonly counted: number
}

/**
 * The counts of each key, column by column. Sizes (`storage`) are not added up: a column has the
 * largest, and nothing was measured where it has none.
 */
export function inColumns(
  { begins, since, until, seconds }: Columns,
  sums: readonly Sum[],
  combine: (one: number, other: number) => number = (one, other) => one + other,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const { beginsAt, key, counted } of sums) {
    if (beginsAt < since || beginsAt >= until) continue
    const values = found.get(key) ?? begins.map(() => 0)
    found.set(key, values)
    const place = Math.floor((beginsAt - since) / seconds)
    values[place] = combine(values[place] ?? 0, counted)
  }
  return found
}

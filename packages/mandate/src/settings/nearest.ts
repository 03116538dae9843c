/** Words that people use for settings with another name. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  db: 'database',
  dsn: 'database',
  postgres: 'database',
  postgresql: 'database',
  sqlite: 'database',
  dir: 'data',
  directory: 'data',
  url: 'issuer',
  origin: 'issuer',
  address: 'host',
  bind: 'host',
  listen: 'host',
  title: 'brand',
  proxy: 'proxies',
}

/**
 * The known name that an unknown one was probably meant to be: similarly spelled, or sharing words
 * with it (`DATABASE_URL`, `db`, `accessTokenTtl`). Undefined if none is close. Known names are
 * lower case with `_` between words.
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  // A pasted page is not a typo, and would be slow to compare.
  if (typed.length > 100) return undefined
  const name = inOurSpelling(typed)
  return nearlySpelled(name, known) ?? sharingWords(name, known)
}

function inOurSpelling(typed: string): string {
  return typed
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^(_|mandate_)+/, '')
}

function nearlySpelled(name: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 4))
  const ranked = known
    .map((one) => ({ one, away: editDistance(name, one) }))
    .filter(({ away }) => away <= most)
    .sort((a, b) => a.away - b.away)
  return ranked[0]?.one
}

/** The known name that shares the most words with this one: a common beginning, or part of it. */
function sharingWords(name: string, known: readonly string[]): string | undefined {
  const words = name.split('_').map((word) => OTHER_WORDS[word] ?? word)
  const ranked = known
    .map((one) => {
      const its = one.split('_')
      const shared = its.filter((word) => words.includes(word)).length
      const begins = its[0] === words[0]
      return { one, near: begins || shared === its.length, shared, begins, of: its.length }
    })
    .filter(({ near }) => near)
    .sort((a, b) => Number(b.begins) - Number(a.begins) || b.shared - a.shared || a.of - b.of)
  return ranked[0]?.one
}

/** Edit distance: letters added, removed, changed or swapped with the next. */
export function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let row = 1; row <= from.length; row++) {
    const line = [row]
    rows.push(line)
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      line[column] = Math.min(
        at(row - 1, column - 1) + (same ? 0 : 1),
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
  }
  return at(from.length, to.length)
}

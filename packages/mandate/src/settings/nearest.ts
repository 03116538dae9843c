/** The known name that a mistyped one was probably meant to be; undefined where none is near. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(typed.length / 4))
  const ranked = known
    .map((name) => ({ name, away: editDistance(typed, name) }))
    .filter(({ away }) => away <= most)
    .sort((one, other) => one.away - other.away)
  return ranked[0]?.name
}

/** How many letters have to be added, taken away or changed (Levenshtein). */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const line = [row]
    for (let column = 1; column <= to.length; column++) {
      const changed = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      line.push(Math.min(changed, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1))
    }
    above = line
  }
  return above[to.length] ?? 0
}

/** The known name that a mistyped one was probably meant to be; undefined where none is near. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(typed.length / 4))
  const ranked = known
    // So far away already by their lengths alone: a whole page pasted as a name costs nothing.
    .filter((name) => Math.abs(name.length - typed.length) <= most)
    .map((name) => ({ name, away: editDistance(typed, name) }))
    .filter(({ away }) => away <= most)
    .sort((one, other) => one.away - other.away)
  return ranked[0]?.name
}

/** How many letters have to be added, taken away, changed or swapped with the next one. */
function editDistance(from: string, to: string): number {
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

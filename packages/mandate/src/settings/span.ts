const WORDS = [
  [365 * 24 * 60 * 60, 'year'],
  [24 * 60 * 60, 'day'],
  [60 * 60, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const

/**
 * Formats seconds in the largest unit that divides them: `31536000` → `1 year`, `5400` → `90
 * minutes`.
 */
export function spanInWords(seconds: number): string {
  const [unit, word] = WORDS.find(([size]) => seconds % size === 0) ?? [1, 'second']
  const count = seconds / unit
  return count === 1 ? `1 ${word}` : `${count} ${word}s`
}

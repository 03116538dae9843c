import { UsageRefused } from './command.ts'

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 60 * 60, d: 24 * 60 * 60 }
const LONGEST = 366 * 24 * 60 * 60

/** Parses an option as a duration, such as `90m` or `7d`, in seconds. Throws `UsageRefused`. */
export function duration(flag: string, text: string): number {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const seconds = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN)
  if (seconds > 0 && seconds <= LONGEST) return seconds
  throw new UsageRefused(
    `${flag} is "${text}"; give a duration up to a year, such as 3600s, 90m, 24h or 7d`,
  )
}

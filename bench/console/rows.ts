/** The rows of the filled database: their ids, which the addresses of pages have, and their form. */

export interface Filling {
  readonly accounts: number
  readonly grantsEach: number
  readonly clients: number
  readonly facts: number
  /** In seconds since 1970; the last rows were made then. */
  readonly now: number
}

export const DAY = 86_400
export const YEAR = 365 * DAY

/** The id of a filled account, client or grant. */
export const accountIdOf = (place: number) => `account_${String(place).padStart(20, '0')}`
export const clientIdOf = (place: number) => `client_${String(place).padStart(20, '0')}`
export function grantIdOf(place: number, { accounts, grantsEach, now }: Filling): string {
  const step = Math.floor((YEAR * 1000) / (accounts * grantsEach))
  const at = (now - YEAR) * 1000 + place * step
  return at.toString(16).padStart(12, '0') + place.toString(16).padStart(20, '0')
}

/** The address of an event in the audit, as the console has it. */
export function eventOf(place: number, { facts, now }: Filling): string {
  const atMs = (now - 30 * DAY) * 1000 + place * Math.floor((30 * DAY * 1000) / facts)
  return `${atMs}.${place.toString(16).padStart(32, '0')}`
}

/** Expressions over `i`, the number of the row. */
export type Values = Readonly<Record<string, string>>

export interface Content {
  readonly table: string
  readonly rows: number
  readonly values: Values
}

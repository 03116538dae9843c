import { id, table, text, time } from './table.ts'

/** A browser in which a sign-in to the account was completed, or that a mailed link let in. */
export const knownBrowsers = table('known_browsers', {
  accountId: id,
  /** SHA-256 of the browser's secret, base64url. */
  browser: id,
  firstSeenAt: time,
  lastSeenAt: time,
  /** The browser and its system for people to read (`people/browser-label.ts`); empty if unknown. */
  agent: text,
  /** The network address that it was last seen at. */
  network: text,
})

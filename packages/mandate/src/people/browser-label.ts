/**
 * The name of a browser and its system as a person would say it, from a `User-Agent` header
 * (RFC 9110 §10.1.5).
 */

import Bowser from 'bowser'

/** Longer than the header of any real browser. */
const LONGEST_HEADER = 512

const browsers = new Set<string>(Object.values(Bowser.BROWSER_MAP))
const systems = new Set<string>(Object.values(Bowser.OS_MAP))

/**
 * Such as `Firefox (Linux)`, without versions; empty if it is unknown. Only names from the library's
 * lists: whoever guesses a password sends the header, and the account's owner reads the label.
 */
export function browserLabel(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent === '') return ''
  const { browser, os } = Bowser.parse(userAgent.slice(0, LONGEST_HEADER))
  const name = known(browsers, browser.name)
  const system = known(systems, os.name)
  if (name === '' || system === '') return name + system
  return `${name} (${system})`
}

function known(names: ReadonlySet<string>, name: string | undefined): string {
  return name !== undefined && names.has(name) ? name : ''
}

/** Moments as `<time>`: words for people, an exact value for machines. In seconds since 1970. */

import type { Words } from '../words/en/en.ts'
import { type Html, html } from './html.ts'

/** The day: "3 March 2026". */
export function day({ inWords }: Words, seconds: number): Html {
  return html`<time datetime="${iso(seconds)}">${inWords.day(seconds)}</time>`
}

/** The distance from `now`: "3 days ago". The title has the day and the minute. */
export function ago({ inWords }: Words, seconds: number, now: number): Html {
  return html`<time datetime="${iso(seconds)}" title="${inWords.exactly(seconds)}">${inWords.ago(seconds, now)}</time>`
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

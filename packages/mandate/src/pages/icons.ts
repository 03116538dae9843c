/** Line drawings. They accompany text and never replace it, so screen readers skip them. */

import { type Html, unescaped } from './html.ts'

const drawings = {
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  cross: '<path d="m6.5 6.5 11 11m0-11-11 11"/>',
  alert: '<path d="M12 4 2.9 19.5h18.2z"/><path d="M12 10v4.25M12 17v.01"/>',
  done: '<circle cx="12" cy="12" r="8.25"/><path d="m8.25 12.25 2.6 2.6 4.9-5.2"/>',
  letter: '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7.5 8 6 8-6"/>',
} as const

export type IconName = keyof typeof drawings

export function icon(name: IconName): Html {
  return unescaped(
    `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${drawings[name]}</svg>`,
  )
}

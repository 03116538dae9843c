/** Line drawings that stand beside words and never instead of them: hidden from screen readers. */

import { type Markup, unescaped } from './markup.ts'

const drawings = {
  app: '<rect x="4" y="4" width="16" height="16" rx="4"/><path d="M9 12h6m-2.5-2.5L15 12l-2.5 2.5"/>',
  person:
    '<circle cx="12" cy="8.5" r="3.75"/><path d="M4.75 20c.9-3.7 3.8-5.5 7.25-5.5s6.35 1.8 7.25 5.5"/>',
  list: '<path d="m4.5 7 1.5 1.5L8.75 5.5M12 7h7.5m-15 9 1.5 1.5 2.75-3M12 16h7.5"/>',
  clock: '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>',
  undo: '<path d="M8.5 5 4.5 9l4 4"/><path d="M4.5 9h9.25a5.25 5.25 0 0 1 0 10.5H9"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  cross: '<path d="m6.5 6.5 11 11m0-11-11 11"/>',
  alert: '<path d="M12 4 2.9 19.5h18.2z"/><path d="M12 10v4.25M12 17v.01"/>',
  done: '<circle cx="12" cy="12" r="8.25"/><path d="m8.25 12.25 2.6 2.6 4.9-5.2"/>',
  letter: '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7.5 8 6 8-6"/>',
} as const

export type IconName = keyof typeof drawings

export function icon(name: IconName): Markup {
  return unescaped(
    `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${drawings[name]}</svg>`,
  )
}

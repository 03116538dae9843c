/** One line on standard error that says what is going on; in a log, nothing but the last of each kind. */

import { stderr } from 'node:process'

export function showProgress(text: string): void {
  if (stderr.isTTY) stderr.write(`\r\x1b[K${text}`)
}

export function endProgress(): void {
  showProgress('')
}

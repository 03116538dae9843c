/** One line of progress on standard error; in a log, only the last of each kind. */

import { stderr } from 'node:process'

export function showProgress(text: string): void {
  if (stderr.isTTY) stderr.write(`\r\x1b[K${text}`)
}

export function endProgress(): void {
  showProgress('')
}

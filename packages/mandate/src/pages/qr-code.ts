/** A QR code as an inline drawing: dark on white in dark mode too, so that every camera reads it. */

import encodeQr from 'qr'
import { type Html, html, unescaped } from './html.ts'

/** The quiet zone around the code that the standard wants, in modules. */
const QUIET = 4

/** `label` is read to people who do not see it. */
export function qrCode(text: string, label: string): Html {
  const rows = encodeQr(text, 'raw', { ecc: 'medium', border: QUIET })
  const path = rows.map(lineOf).join('')
  const drawing = unescaped(`<path d="${path}"/>`)
  return html`<svg class="qr" viewBox="0 0 ${rows.length} ${rows.length}" role="img" aria-label="${label}" shape-rendering="crispEdges" focusable="false">${drawing}</svg>`
}

/** The dark modules of one row, as one rectangle for each run. */
function lineOf(row: readonly boolean[], y: number): string {
  const runs = Array.from(row, (isDark) => (isDark ? '1' : '0')).join('')
  return [...runs.matchAll(/1+/g)]
    .map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`)
    .join('')
}

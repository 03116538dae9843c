/** Contact sheets: many pictures side by side with their names, drawn by the browser. */

import { mkdir, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import type { Look, Shot } from './take.ts'

const GAP = 16
const HEIGHT = 1600

export interface Sheets {
  readonly shots: readonly Shot[]
  readonly look: Look
  readonly folder: string
  /** The beginning of each file's name. */
  readonly title: string
}

/**
 * Writes `<title>.01.png` and so on into `folder`, and `<title>.html`, which shows all of them.
 * Narrow pictures keep their size, wide ones are drawn at half of it. Answers how many it made.
 */
export async function drawSheets(from: Browser, sheets: Sheets): Promise<number> {
  const { shots, look, folder, title } = sheets
  const column = look.width < 640 ? look.width : Math.round(look.width / 2)
  const columnsOnSheet = Math.max(1, Math.floor(1680 / (column + GAP)))
  await mkdir(folder, { recursive: true })
  const file = `${folder}/${title}.html`
  await writeFile(file, html(shots, column))
  const width = columnsOnSheet * (column + GAP) + GAP
  const page = await from.newPage({ viewport: { width, height: HEIGHT } })
  await page.goto(pathToFileURL(file).href)
  const whole = Number(await page.evaluate('document.documentElement.scrollWidth'))
  const count = Math.ceil((whole - GAP) / (width - GAP))
  for (let n = 0; n < count; n += 1) {
    await page.evaluate(`scrollTo(${n * (width - GAP)}, 0)`)
    await page.screenshot({ path: `${folder}/${title}.${String(n + 1).padStart(2, '0')}.png` })
  }
  await page.close()
  return count
}

function html(shots: readonly Shot[], column: number): string {
  const figures = shots.map(
    ({ name, path }) =>
      `<figure><figcaption>${name}</figcaption><img src="${pathToFileURL(path).href}"></figure>`,
  )
  return `<!doctype html><meta charset="utf-8"><title>${shots.length} pictures</title><style>
html { overflow-y: hidden; background: #888; font: 13px/20px monospace }
body { margin: 0; padding: ${GAP}px; height: ${HEIGHT - 2 * GAP}px; columns: ${column}px; column-gap: ${GAP}px; column-fill: auto; width: ${column}px }
figure { margin: 0; break-inside: avoid; padding-bottom: ${GAP}px }
img { display: block; max-width: ${column}px; max-height: ${HEIGHT - 3 * GAP - 20}px }
</style>${figures.join('\n')}
`
}

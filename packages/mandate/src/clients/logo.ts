/**
 * The logo of a client, which people see on the consent page. Only raster images, because an SVG can
 * hold scripts and links, and small ones, because they are in the database.
 */

export const MOST_LOGO_BYTES = 100 * 1024

const SIGNATURES: readonly (readonly [contentType: string, bytes: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
]

/** The type of the image by its first bytes; undefined for anything but a PNG or a JPEG. */
export function logoType(image: Uint8Array): string | undefined {
  const found = SIGNATURES.find(([, bytes]) => bytes.every((byte, place) => image[place] === byte))
  return found?.[0]
}

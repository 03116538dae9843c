/** The operator's logo: a PNG or SVG file, read once. */

import { readFileSync, statSync } from 'node:fs'

/** 256 KiB: it is on every page. */
const LARGEST = 256 * 1024
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

export interface Logo {
  readonly body: Buffer
  readonly contentType: 'image/png' | 'image/svg+xml'
}

/** The file, or what is wrong with it, as the end of a sentence that starts with its path. */
export function readLogo(path: string): Logo | string {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 'does not exist'
  if (!found.isFile()) return 'is not a file'
  if (found.size > LARGEST) return 'is larger than 256 KiB'
  let body: Buffer
  try {
    body = readFileSync(path)
  } catch {
    return 'cannot be read'
  }
  if (body.subarray(0, PNG.length).equals(PNG)) return { body, contentType: 'image/png' }
  if (isSvg(body.toString('utf8'))) return { body, contentType: 'image/svg+xml' }
  return 'is neither a PNG nor an SVG image'
}

function isSvg(text: string): boolean {
  return /^\uFEFF?\s*(<\?xml[^>]*>\s*)?((<!--[\s\S]*?-->|<!DOCTYPE[^>]*>)\s*)*<svg[\s>]/i.test(text)
}

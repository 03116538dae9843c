/** Contrast of colours by WCAG 2.2, and colours that are near to one and have enough of it. */

type Rgb = readonly [red: number, green: number, blue: number]

export type Scheme = 'light' | 'dark'

/** What pages lay under everything, as in `styles/brand.css`: `--paper`, `--sheet` and `--flap`. */
export const surfaces: Readonly<Record<Scheme, readonly string[]>> = {
  light: ['#f3eee4', '#fffdf9', '#f9f4ea'],
  dark: ['#171412', '#221e1b', '#2a2521'],
}

/** Of a button or a mark against its surroundings (WCAG 2.2, 1.4.11). */
const ENOUGH_FOR_SHAPES = 3
/** Of text (1.4.3). */
const ENOUGH_FOR_TEXT = 4.5

function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text)
}

/**
 * What would be a colour that stands out from the pages of the scheme, to follow "give"; undefined if
 * this one does.
 */
export function colorProblem(color: string, scheme: Scheme): string | undefined {
  if (!isColor(color)) return 'a colour such as "#0a5c8f", in quotes'
  const found = contrastOnPages(color, scheme)
  if (found >= ENOUGH_FOR_SHAPES) return undefined
  const shade = visibleShade(color, scheme)
  return `"${shade}", the nearest that can be seen on ${scheme} pages: a contrast of ${ENOUGH_FOR_SHAPES}:1 is needed (WCAG 2.2, 1.4.11), and this one has ${found.toFixed(1)}:1`
}

/** The contrast ratio of two colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** The smallest contrast with anything that a page lays under it. */
function contrastOnPages(color: string, scheme: Scheme): number {
  return Math.min(...surfaces[scheme].map((surface) => contrast(color, surface)))
}

/** White or black, whichever is easier to read on the colour: at least 4.5 to 1. */
export function textOn(color: string): string {
  return contrast(color, '#ffffff') >= ENOUGH_FOR_TEXT ? '#ffffff' : '#000000'
}

/** The nearest shade that stands out from the pages of the scheme. */
function visibleShade(color: string, scheme: Scheme): string {
  return shadeWith(color, scheme, ENOUGH_FOR_SHAPES)
}

/** The nearest shade in which text can be read on the pages of the scheme. */
export function readableShade(color: string, scheme: Scheme): string {
  return shadeWith(color, scheme, ENOUGH_FOR_TEXT)
}

/** The colour of a pressed button: further away from its text. */
export function pressedShade(color: string): string {
  return mixed(color, textOn(color) === '#ffffff' ? '#000000' : '#ffffff', 0.18)
}

function shadeWith(color: string, scheme: Scheme, enough: number): string {
  const end = scheme === 'light' ? '#000000' : '#ffffff'
  for (let part = 0; part < 1; part += 0.02) {
    const shade = mixed(color, end, part)
    if (contrastOnPages(shade, scheme) >= enough) return shade
  }
  return end
}

function mixed(color: string, other: string, part: number): string {
  const from = rgbOf(color)
  const to = rgbOf(other)
  const channels = from.map((value, place) => Math.round(value + ((to[place] ?? 0) - value) * part))
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function luminance(color: string): number {
  const [red, green, blue] = rgbOf(color).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function rgbOf(color: string): Rgb {
  const number = Number.parseInt(color.slice(1), 16)
  return [number >> 16, (number >> 8) & 255, number & 255]
}

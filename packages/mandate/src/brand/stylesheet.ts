/** The stylesheet with the operator's colours, which follows the one of all pages. */

import { pressedShade, readableShade, type Scheme, textOn } from './color.ts'

/** `light` and `dark` are the main colour of each colour scheme, such as `#0a5c8f`. */
export function brandStylesheet({ light, dark }: Readonly<Record<Scheme, string>>): string {
  return `:root {${properties(light, 'light')}}
@media (prefers-color-scheme: dark) {
  :root {${properties(dark, 'dark')}}
}
`
}

function properties(color: string, scheme: Scheme): string {
  return `--accent: ${color}; --accent-deep: ${pressedShade(color)}; --on-accent: ${textOn(color)}; --link: ${readableShade(color, scheme)};`
}

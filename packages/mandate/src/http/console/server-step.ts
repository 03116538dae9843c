/** What the setup shows of the server: its address, its name and its colour, and what sets them. */

import type { ServerField, ServerStep } from '../../pages/console/setup.ts'
import type { HttpContext } from '../context.ts'

export const SERVER_FIELDS = [
  'issuer',
  'brand_name',
  'brand_color',
] as const satisfies readonly ServerField[]

/** With what this page cannot change, because a file, a variable or a flag does. */
export async function serverStep(context: HttpContext): Promise<ServerStep> {
  const { settings, settingsReading, store } = context
  const declared = (await store.declaredSettings.current())?.settings ?? {}
  const sources = settingsReading?.inForce(declared).sources
  const fixed = SERVER_FIELDS.flatMap((name) => {
    const source = sources?.get(name)
    return source === undefined || Object.hasOwn(declared, name) ? [] : [[name, source] as const]
  })
  return {
    values: {
      issuer: settings.issuer,
      brand_name: settings.brandName,
      brand_color: settings.brandColor ?? '',
    },
    fixed: Object.fromEntries(fixed),
    problems: {},
  }
}

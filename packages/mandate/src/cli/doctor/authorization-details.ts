import { SettingsRefused } from '../../settings/refused.ts'
import type { Examine } from './check.ts'

const name = 'authorization details'

/** The file of their types can be used, if there is one. */
export const authorizationDetails: Examine = async ({ settings }) => {
  const path = settings.authorizationDetailsFile
  if (path === null) return undefined
  // Compiles every schema, which other commands do not need.
  const { openDetailTypes } = await import('../../details/open.ts')
  try {
    const types = [...openDetailTypes(path).keys()]
    return { name, ok: true, message: `types that clients may ask for: ${types.join(', ')}` }
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error
    return error.problems.map((message) => ({ name, ok: false, message }))
  }
}

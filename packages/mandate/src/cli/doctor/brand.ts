import { BrandRefused } from '../../brand/refused.ts'
import type { Examine } from './check.ts'

const name = 'brand'

/** The files of the brand can be used: the logo and the texts. */
export const brand: Examine = async ({ settings }) => {
  // Loads every text of every language, which other commands do not need.
  const { openBrand } = await import('../../brand/brand.ts')
  try {
    openBrand(settings)
    const own = [
      ...(settings.brandLogo === null ? [] : ['a logo']),
      ...(settings.brandColor === null ? [] : ['a colour']),
      ...(settings.wordsFile === null ? [] : ['texts']),
    ]
    const has = own.length === 0 ? '' : `, with ${own.join(', ')} of your own`
    return { name, ok: true, message: `${settings.brandName}${has}` }
  } catch (error) {
    if (!(error instanceof BrandRefused)) throw error
    return error.problems.map((message) => ({ name, ok: false, message }))
  }
}

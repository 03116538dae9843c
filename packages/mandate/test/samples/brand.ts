import { fileURLToPath } from 'node:url'
import { openBrand } from '../../src/brand/brand.ts'

const settings = {
  brandName: 'Acme',
  brandLogo: fileURLToPath(new URL('logo.svg', import.meta.url)),
  brandColor: '#0a5c8f',
  brandColorDark: '#4a9fd4',
  supportUrl: 'https://acme.example/help',
  privacyUrl: 'https://acme.example/privacy',
  termsUrl: 'https://acme.example/terms',
}

export const brand = openBrand(settings)

/** The pages of an operator who has set everything. */
export const branded = { brandName: settings.brandName, look: brand.look }

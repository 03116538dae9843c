import type { Words } from '../en/en.ts'

export const foot: Words['foot'] = {
  support: 'Hilfe',
  privacy: 'Datenschutz',
  terms: 'Nutzungsbedingungen',
}

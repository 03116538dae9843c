import type { Words } from '../en/en.ts'

export const foot: Words['foot'] = {
  support: 'Ayuda',
  privacy: 'Privacidad',
  terms: 'Condiciones',
}

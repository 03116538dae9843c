import type { Words } from '../en/en.ts'

export const foot: Words['foot'] = {
  support: 'Assistance',
  privacy: 'Confidentialité',
  terms: 'Conditions d’utilisation',
}

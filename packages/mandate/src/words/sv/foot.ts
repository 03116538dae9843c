import type { Words } from '../en/en.ts'

export const foot: Words['foot'] = {
  support: 'Hjälp',
  privacy: 'Integritet',
  terms: 'Villkor',
}

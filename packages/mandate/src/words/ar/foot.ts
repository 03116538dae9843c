import type { Words } from '../en/en.ts'

export const foot: Words['foot'] = {
  support: 'الدعم',
  privacy: 'الخصوصية',
  terms: 'الشروط',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const signOut: Words['signOut'] = {
  title: 'Abmelden?',
  signedInAs: ({ email }) => phrase`Sie sind als ${email} angemeldet.`,
  button: 'Abmelden',
  back: 'Zurück zu Ihrem Konto',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const signOut: Words['signOut'] = {
  title: 'Logga ut?',
  signedInAs: ({ email }) => phrase`Du är inloggad som ${email}.`,
  button: 'Logga ut',
  back: 'Tillbaka till ditt konto',
}

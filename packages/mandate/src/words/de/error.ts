import type { Words } from '../en/en.ts'

export const error: Words['error'] = {
  code: 'Fehler',
  forDevelopers: 'Für Entwickler',
  reference: 'Referenz',
  openAccount: 'Ihr Konto öffnen',
  tryAgain: 'Noch einmal versuchen',
  signOut: 'Abmelden',
  giveReference:
    'Wenn das nicht hilft, nennen Sie dem Betreiber dieses Servers die folgende Referenz.',
}

import type { Words } from '../en/en.ts'

export const error: Words['error'] = {
  code: 'Erreur',
  forDevelopers: 'Pour les développeurs',
  reference: 'Référence',
  openAccount: 'Ouvrir votre compte',
  tryAgain: 'Réessayer',
  signOut: 'Se déconnecter',
  giveReference:
    'Si cela ne suffit pas, communiquez la référence ci-dessous à l’exploitant de ce serveur.',
}

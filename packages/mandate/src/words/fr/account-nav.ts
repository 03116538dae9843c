import type { Words } from '../en/en.ts'

export const accountNav: Words['accountNav'] = {
  apps: 'Applications',
  security: 'Sécurité',
  sessions: 'Sessions ouvertes',
  activity: 'Activité',
  profile: 'Profil',
  data: 'Vos données',
  cancel: 'Annuler',
  nothingToChoose: 'Il n’y a rien que vous puissiez changer dans votre façon de vous connecter.',
  signInAgain: 'Reconnectez-vous pour continuer.',
  whyAgain: 'Pour votre sécurité, cette opération exige une connexion récente.',
}

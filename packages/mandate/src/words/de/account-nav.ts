import type { Words } from '../en/en.ts'

export const accountNav: Words['accountNav'] = {
  apps: 'Apps',
  security: 'Sicherheit',
  sessions: 'Sitzungen',
  activity: 'Aktivität',
  profile: 'Profil',
  data: 'Ihre Daten',
  cancel: 'Abbrechen',
  nothingToChoose: 'An Ihrer Anmeldung können Sie hier nichts ändern.',
  signInAgain: 'Melden Sie sich noch einmal an, um fortzufahren.',
  whyAgain: 'Zu Ihrer Sicherheit ist dafür eine aktuelle Anmeldung nötig.',
}

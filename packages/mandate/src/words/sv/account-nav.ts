import type { Words } from '../en/en.ts'

export const accountNav: Words['accountNav'] = {
  apps: 'Appar',
  security: 'Säkerhet',
  sessions: 'Sessioner',
  activity: 'Aktivitet',
  profile: 'Profil',
  data: 'Dina uppgifter',
  cancel: 'Avbryt',
  nothingToChoose: 'Det finns inget du kan ändra i hur du loggar in.',
  signInAgain: 'Logga in igen för att fortsätta.',
  whyAgain: 'Av säkerhetsskäl krävs en ny inloggning för detta.',
}

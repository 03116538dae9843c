import type { Words } from '../en/en.ts'

export const passkeys: Words['passkeys'] = {
  signIn: 'Logga in med en lösennyckel',
  needsScript: 'Slå på JavaScript för den här webbplatsen om du vill använda en lösennyckel.',
  cancelled: 'Ingen lösennyckel användes. Försök igen eller välj ett annat sätt.',
  notAdded: 'Ingen lösennyckel lades till. Försök igen.',
  known: 'Den här enheten har redan en lösennyckel till ditt konto.',
  refused: 'Den här lösennyckeln fungerar inte här',
  tryAnother:
    'Den kan ha tagits bort från ditt konto. Försök med en annan lösennyckel eller på ett annat sätt.',
  usedOrElsewhere:
    'Den har redan använts, eller så började inloggningen i en annan webbläsare. Försök igen här.',
  suspended: 'Den här lösennyckeln är spärrad',
  removeIt:
    'Någon annan kan ha en kopia av den. Logga in på ett annat sätt och ta sedan bort den från ditt konto.',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const passkeys: Words['passkeys'] = {
  signIn: 'Logga in med en lösennyckel',
  needsScript: 'Slå på JavaScript för den här webbplatsen om du vill använda en lösennyckel.',
  notPossible:
    'Den här webbläsaren kan inte använda lösennycklar. Försök med en nyare, eller på en annan enhet.',
  cancelled: 'Ingen lösennyckel användes. Försök igen eller välj ett annat sätt.',
  refused: 'Den här lösennyckeln fungerar inte här',
  tryAnother:
    'Den kan ha tagits bort från ditt konto. Försök med en annan lösennyckel eller på ett annat sätt.',
  usedOrElsewhere:
    'Den har redan använts, eller så började inloggningen i en annan webbläsare. Försök igen här.',
  suspended: 'Den här lösennyckeln är spärrad',
  removeIt:
    'Någon annan kan ha en kopia av den. Logga in på ett annat sätt och ta sedan bort den från ditt konto.',

  title: 'Lösennycklar',
  about:
    'Med en lösennyckel loggar du in med fingeravtryck, ansikte eller skärmlås. Den fungerar bara på den här webbplatsen, så ingen kan lura av dig den.',
  added: ({ day }) => phrase`Tillagd den ${day}`,
  lastUsed: ({ ago }) => phrase`Senast använd ${ago}`,
  neverUsed: 'Inte använd än',
  suspendedHere:
    'Spärrad, eftersom det kan finnas en kopia av den. Ta bort den och lägg till en ny.',
  rename: ({ passkey }) => phrase`Byt namn på ${passkey}`,
  newName: 'Namn',
  save: 'Spara',
  remove: ({ passkey }) => phrase`Ta bort ${passkey}`,
  add: 'Lägg till en lösennyckel',
  tooMany: 'Du kan inte ha fler lösennycklar. Ta bort en innan du lägger till en ny.',

  addTitle: 'Lägg till en lösennyckel',
  howToAdd:
    'Webbläsaren frågar var lösennyckeln ska sparas: på den här enheten, i en lösenordshanterare, i din telefon eller på en säkerhetsnyckel.',
  addNow: 'Skapa lösennyckeln',
  addAgain: 'Ingen lösennyckel lades till. Du kan försöka igen här.',
  known: 'Den här enheten har redan en lösennyckel till ditt konto.',
  notAdded: 'Ingen lösennyckel lades till. Försök igen.',
  isAdded: ({ passkey }) =>
    phrase`Lösennyckeln ${passkey} har lagts till. Nu kan du logga in med den.`,
  isRenamed: ({ passkey }) => phrase`Lösennyckeln heter nu ${passkey}.`,
  nameInvalid: 'Ange ett namn med högst 60 tecken.',

  removeTitle: ({ passkey }) => phrase`Ta bort lösennyckeln ${passkey}?`,
  cannotSignIn: 'Ingen kan längre logga in med den.',
  staysOnDevice: 'Den finns kvar på enheten eller i lösenordshanteraren tills du tar bort den där.',
  sessionsStay: 'Webbläsare som är inloggade förblir inloggade.',
  removeNow: 'Ta bort lösennyckeln',
  isRemoved: ({ passkey }) => phrase`Lösennyckeln ${passkey} har tagits bort.`,
  isGone: 'Den här lösennyckeln var redan borttagen.',
  isLast:
    'Det här är det enda sättet att logga in på ditt konto. Lägg till ett annat innan du tar bort det.',
}

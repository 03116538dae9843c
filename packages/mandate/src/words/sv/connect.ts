import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const connect: Words['connect'] = {
  inUse: 'Du kanske redan har ett konto',
  notByAddress: ({ way, email }) =>
    phrase`Ett konto här har adressen ${email}, som ${way} känner dig under. Bara adressen bevisar inte att kontot är ditt.`,
  signInOnce: ({ way }) =>
    phrase`Logga in på det kontot en gång, så kan du koppla det till ${way}.`,
  signIn: 'Logga in på det kontot',
  separate: ({ way }) => phrase`Skapa ett nytt konto med ${way}`,
  otherWay: 'Logga in på ett annat sätt',
  firstSignIn: ({ way }) => phrase`Logga in på kontot som du vill koppla till ${way}.`,
  question: 'Koppla ihop de här två?',
  there: ({ way }) => phrase`Hos ${way}`,
  here: 'Ditt konto här',
  somebody: ({ way }) => phrase`Kontot som du använde hos ${way}`,
  meaning: ({ way }) =>
    phrase`Sedan loggas den som loggar in hos ${way} med det kontot in på ditt konto här.`,
  onlyIf: 'Gör det bara om du själv bad om det och kontot där är ditt.',
  decision: 'Beslut',
  leave: 'Inte nu',
  connect: 'Koppla',
}

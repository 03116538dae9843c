import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const waysIn: Words['waysIn'] = {
  title: 'Sätt att logga in',
  password: 'Lösenord',
  since: ({ day }) => phrase`Kopplat sedan ${day}`,
  none: 'Inte kopplat',
  disconnect: ({ way }) => phrase`Koppla bort ${way}`,
  connect: ({ way }) => phrase`Koppla ${way}`,
  connected: ({ way }) => phrase`${way} är kopplat. Nu kan du logga in med det.`,
  isConnected: ({ way }) => phrase`Det kontot hos ${way} är redan kopplat. Inget har ändrats.`,
  isSomebodyElses: ({ way }) =>
    phrase`Det kontot hos ${way} är kopplat till ett annat konto här. Inget har ändrats.`,
  notConnected: ({ way }) => phrase`${way} kopplades inte. Inget har ändrats.`,
  disconnected: ({ way }) => phrase`${way} är bortkopplat. Du kan inte längre logga in med det.`,
  isLast: 'Det är ditt enda sätt att logga in, så det är kvar. Koppla ett annat först.',
}

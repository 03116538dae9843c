import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const waysIn: Words['waysIn'] = {
  title: 'Anmeldearten',
  password: 'Passwort',
  since: ({ day }) => phrase`Verbunden seit ${day}`,
  none: 'Nicht verbunden',
  disconnect: ({ way }) => phrase`Trennen ${way}`,
  connect: ({ way }) => phrase`Verbinden ${way}`,
  connected: ({ way }) => phrase`${way} ist verbunden. Ab jetzt können Sie sich damit anmelden.`,
  isConnected: ({ way }) =>
    phrase`Dieses Konto bei ${way} ist bereits verbunden. Es wurde nichts geändert.`,
  isSomebodyElses: ({ way }) =>
    phrase`Dieses Konto bei ${way} ist hier mit einem anderen Konto verbunden. Es wurde nichts geändert.`,
  notConnected: ({ way }) => phrase`${way} wurde nicht verbunden. Es wurde nichts geändert.`,
  disconnected: ({ way }) =>
    phrase`${way} ist getrennt. Sie können sich damit nicht mehr anmelden.`,
  isLast: 'Ihre einzige Anmeldeart können Sie nicht trennen. Verbinden Sie zuerst eine andere.',
}

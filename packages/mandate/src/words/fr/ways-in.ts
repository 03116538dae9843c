import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const waysIn: Words['waysIn'] = {
  title: 'Moyens de connexion',
  password: 'Mot de passe',
  since: ({ day }) => phrase`Associé depuis le ${day}`,
  none: 'Non associé',
  disconnect: ({ way }) => phrase`Dissocier ${way}`,
  connect: ({ way }) => phrase`Associer ${way}`,
  connected: ({ way }) =>
    phrase`${way} est associé. Vous pouvez désormais l’utiliser pour vous connecter.`,
  isConnected: ({ way }) => phrase`Ce compte chez ${way} est déjà associé. Rien n’a été modifié.`,
  isSomebodyElses: ({ way }) =>
    phrase`Ce compte chez ${way} est associé à un autre compte ici. Rien n’a été modifié.`,
  notConnected: ({ way }) => phrase`${way} n’a pas été associé. Rien n’a été modifié.`,
  disconnected: ({ way }) =>
    phrase`${way} est dissocié. Vous ne pouvez plus l’utiliser pour vous connecter.`,
  isLast:
    'Vous ne pouvez pas dissocier votre seul moyen de connexion. Associez-en d’abord un autre.',
}

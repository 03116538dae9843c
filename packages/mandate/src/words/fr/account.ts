import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const account: Words['account'] = {
  title: 'Votre compte',
  signedInAs: 'Compte',
  signOut: 'Se déconnecter',
  apps: 'Applications associées',
  actForYou:
    'Ces applications peuvent agir en votre nom. Dissocier une application prend effet immédiatement.',
  noApps: 'Aucune application associée',
  howToConnect: ({ brand }) =>
    `Pour associer une application, commencez dans l’application : choisissez-y « Associer » ou « Se connecter avec ${brand} ». Une fois que vous l’aurez autorisée ici, elle apparaîtra sur cette page.`,
  itCan: 'Elle peut',
  disconnectApp: ({ client }) => phrase`Dissocier ${client}`,
  approvedEarlier: ({ day }) =>
    phrase`Autorisée le ${day}, non associée actuellement. Elle peut s’associer de nouveau sans demander.`,
  connected: ({ times }) => `Associée ${often(times)}`,
  connectedAtLeast: ({ times }) => `Associée au moins ${often(times)}`,
  latest:
    'Ce compte a un très grand nombre d’associations. Cette page montre les plus récentes ; des applications associées auparavant peuvent manquer ici.',
  earlier:
    'Cette page montre des associations antérieures de votre compte. Une application peut figurer sur plusieurs pages ; la dissocier met fin à toutes ses associations.',
  showEarlier: 'Afficher les associations antérieures',
  showLatest: 'Afficher les associations les plus récentes',
  disconnected: ({ client }) => phrase`${client} est dissociée.`,
  noLongerActs: ({ client }) =>
    phrase`Elle ne peut plus agir en votre nom. Pour l’utiliser de nouveau, associez-la depuis ${client}.`,
  notConnected: 'Cette application n’est plus associée. Rien n’a été modifié.',
  otherAccount: 'Vous utilisez maintenant un autre compte. Rien n’a été modifié.',
  pageTooOld:
    'Cette page est restée ouverte trop longtemps ; rien n’a donc été modifié. Réessayez.',
  noAddress: 'un compte sans adresse e-mail',
}

function often(times: number): string {
  return `${inWords.number(times)} fois`
}

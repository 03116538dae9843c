import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const installations: Words['installations'] = {
  since: ({ day }) => phrase`Associée depuis le ${day}`,
  sinceFrom: ({ day, place }) => phrase`Associée depuis le ${day}, à partir de ${place}`,
  lastUsed: ({ ago }) => phrase`Dernière utilisation ${ago}`,
  neverUsed: 'Pas encore utilisée',
  unknownPlace: 'Navigateur inconnu',
  more: ({ times }) =>
    inWords.plural(times, {
      one: 'Une autre association de cette application n’est pas affichée. Dissocier l’application y met fin aussi.',
      other: `${inWords.number(times)} autres associations de cette application ne sont pas affichées. Dissocier l’application y met fin aussi.`,
    }),
  disconnectEverywhere: ({ client }) => phrase`Dissocier partout ${client}`,
  disconnectOne: ({ place }) => phrase`Dissocier ${place}`,
  disconnected: ({ client }) =>
    phrase`Cette association de ${client} a pris fin. Ses autres associations demeurent.`,

  delegates: ({ client }) => phrase`Ces programmes agissent pour vous via ${client} :`,
  delegateThrough: ({ delegate, by }) => phrase`${delegate}, via ${by}`,
  delegateSince: ({ day }) => phrase`Depuis le ${day}`,
  endDelegate: ({ delegate }) => phrase`Mettre fin à l’accès ${delegate}`,
  delegateEnded: ({ delegate }) =>
    phrase`${delegate} ne peut plus agir pour vous via cette application.`,
  delegateStays: 'L’application qui a transmis son accès reste associée.',

  takeBack: ({ permission }) => phrase`Retirer ${permission}`,
  takeBackTitle: ({ client }) => phrase`Retirer l’autorisation à ${client} ?`,
  noLongerCan: ({ client, permission }) =>
    phrase`${client} ne peut plus faire ceci : ${permission}`,
  stillCan: ({ permissions }) => phrase`Elle conserve : ${inWords.list(permissions)}`,
  mayAskAgain:
    'Certaines parties de l’application cesseront peut-être de fonctionner. Si elle a besoin de l’autorisation, elle devra vous la redemander.',
  takeBackButton: 'Retirer',
  takenBack: ({ client, permission }) => phrase`${client} ne peut plus faire ceci : ${permission}`,
  atOnce: ({ client }) =>
    phrase`Cela prend effet immédiatement. ${client} reste associée avec les autres autorisations.`,
  lastPermission:
    'C’est la seule autorisation de cette association. Pour la retirer, dissociez l’application.',

  disconnectAll: 'Dissocier toutes les applications',
  disconnectAllTitle: 'Dissocier toutes les applications ?',
  allEnd:
    'Plus aucune application ne pourra agir en votre nom, sur aucun de vos appareils. Cela prend effet immédiatement.',
  accountStays: 'Votre compte et ce que vous avez enregistré chez nous restent inchangés.',
  mustAsk: 'Chaque application devra vous redemander votre accord avant de s’associer.',
  allDisconnected: 'Toutes les applications sont dissociées.',
  noneActs: 'Pour en utiliser une de nouveau, associez-la depuis l’application.',

  keptOut: 'Dissociées par vous',
  keptOutBy: ({ issuer, client }) => phrase`${issuer} ne peut plus associer ${client} pour vous.`,
  allowAgain: ({ client }) => phrase`Autoriser de nouveau ${client}`,
  allowedAgain: ({ issuer, client }) =>
    phrase`${issuer} peut de nouveau associer ${client} pour vous.`,
}

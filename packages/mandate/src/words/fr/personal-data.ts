import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const personalData: Words['personalData'] = {
  download: 'Télécharger vos données',
  whatIsInIt:
    'Un fichier avec tout ce qui est conservé sur vous : votre compte, vos moyens de connexion, vos sessions ouvertes, vos applications et votre activité. Il ne contient ni mots de passe ni clés.',
  downloadButton: 'Télécharger',
  remove: 'Supprimer votre compte',
  aboutRemoving: ({ time }) =>
    `Vos sessions prennent fin et toutes les applications sont dissociées immédiatement. Pendant ${time}, vous pouvez encore conserver votre compte en vous connectant. Ensuite, il est supprimé définitivement.`,
  removeButton: 'Supprimer mon compte',
  question: 'Supprimer votre compte ?',
  signedOut: 'Vos sessions prennent fin partout, y compris dans ce navigateur.',
  appsEnd: ({ count }) =>
    inWords.plural(count, {
      one: 'Une application est dissociée.',
      other: `${inWords.number(count)} applications sont dissociées.`,
    }),
  untilThen: ({ day }) =>
    phrase`Votre compte sera supprimé après le ${day}. D’ici là, vous pouvez le conserver en vous connectant.`,
  thenGone: 'Ensuite, il ne peut plus être rétabli.',
  notPossible: 'Votre compte ne peut pas être supprimé pour le moment. Rien n’a été modifié.',
  lastOwner:
    'Personne d’autre n’est propriétaire de ce serveur et ne peut s’y connecter. Donnez d’abord ce rôle à quelqu’un d’autre. Rien n’a été modifié.',
  asked: 'Votre session est fermée',
  willBeDeleted: ({ day }) =>
    phrase`Votre compte sera supprimé après le ${day}. Toutes les applications sont dissociées.`,
  howToKeep: 'Si vous changez d’avis, connectez-vous avant cette date.',
  signIn: 'Se connecter',
  keepQuestion: 'Conserver votre compte ?',
  keepFor: ({ email, day }) =>
    phrase`Vous avez demandé la suppression de ${email}. Le compte sera supprimé après le ${day}.`,
  keptAs:
    'Si vous le conservez, vous retrouvez tout ce que vous aviez, mais vos applications restent dissociées jusqu’à ce que vous les associiez de nouveau.',
  keep: 'Conserver mon compte',
  leave: 'Se déconnecter',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const passkeys: Words['passkeys'] = {
  signIn: 'Se connecter avec une clé d’accès',
  needsScript: 'Pour utiliser une clé d’accès, activez JavaScript pour ce site.',
  cancelled: 'Aucune clé d’accès n’a été utilisée. Réessayez ou choisissez un autre moyen.',
  notPossible:
    'Ce navigateur ne peut pas utiliser de clés d’accès. Essayez un navigateur plus récent ou un autre appareil.',
  refused: 'Cette clé d’accès ne fonctionne pas ici',
  tryAnother:
    'Elle a peut-être été supprimée de votre compte. Essayez une autre clé d’accès ou un autre moyen.',
  usedOrElsewhere:
    'Cette connexion a déjà été utilisée ou a été commencée dans un autre navigateur. Réessayez ici.',
  suspended: 'Cette clé d’accès est suspendue',
  removeIt:
    'Une copie est peut-être entre d’autres mains. Connectez-vous autrement, puis supprimez-la de votre compte.',

  title: 'Clés d’accès',
  about:
    'Une clé d’accès vous connecte avec votre empreinte, votre visage ou le verrouillage de votre écran. Elle ne fonctionne que sur ce site ; personne ne peut donc vous la soutirer.',
  added: ({ day }) => phrase`Ajoutée le ${day}`,
  lastUsed: ({ ago }) => phrase`Dernière utilisation ${ago}`,
  neverUsed: 'Pas encore utilisée',
  suspendedHere:
    'Suspendue, car il existe peut-être une copie de cette clé d’accès. Supprimez-la et ajoutez-en une nouvelle.',
  rename: ({ passkey }) => phrase`Renommer ${passkey}`,
  newName: 'Nom',
  save: 'Enregistrer',
  remove: ({ passkey }) => phrase`Supprimer ${passkey}`,
  add: 'Ajouter une clé d’accès',
  tooMany:
    'Vous avez atteint le nombre maximal de clés d’accès. Supprimez-en une avant d’en ajouter une autre.',

  addTitle: 'Ajouter une clé d’accès',
  howToAdd:
    'Votre navigateur demande où conserver la clé d’accès : sur cet appareil, dans un gestionnaire de mots de passe, sur votre téléphone ou sur une clé de sécurité.',
  addNow: 'Créer la clé d’accès',
  addAgain: 'Aucune clé d’accès n’a été ajoutée. Vous pouvez réessayer ici.',
  known: 'Cet appareil a déjà une clé d’accès pour votre compte.',
  notAdded: 'Aucune clé d’accès n’a été ajoutée. Réessayez.',
  isAdded: ({ passkey }) =>
    phrase`La clé d’accès ${passkey} a été ajoutée. Vous pouvez désormais l’utiliser pour vous connecter.`,
  isRenamed: ({ passkey }) => phrase`La clé d’accès s’appelle désormais ${passkey}.`,
  nameInvalid: 'Saisissez un nom de 60 caractères au plus.',

  removeTitle: ({ passkey }) => phrase`Supprimer la clé d’accès ${passkey} ?`,
  cannotSignIn: 'Personne ne pourra plus l’utiliser pour se connecter.',
  staysOnDevice:
    'Elle reste sur votre appareil ou dans votre gestionnaire de mots de passe jusqu’à ce que vous l’y supprimiez.',
  sessionsStay: 'Les sessions ouvertes dans les navigateurs le restent.',
  removeNow: 'Supprimer la clé d’accès',
  isRemoved: ({ passkey }) => phrase`La clé d’accès ${passkey} a été supprimée.`,
  isGone: 'Cette clé d’accès était déjà supprimée.',
  isLast:
    'C’est le seul moyen de vous connecter à votre compte. Ajoutez-en un autre avant de le supprimer.',
}

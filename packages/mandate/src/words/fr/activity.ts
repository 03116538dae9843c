import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const activity: Words['activity'] = {
  about: ({ time }) => `Ce qui s’est passé sur votre compte. Durée de conservation : ${time}.`,
  nothing: 'Rien ne s’est passé pendant cette période.',
  earlier: 'Afficher l’activité antérieure',
  latest: 'Afficher l’activité la plus récente',
  byOperator: ({ brand }) => `par les responsables de ${brand}`,
  byPlatform: ({ brand }) => `par un programme de ${brand}`,
  byApp: 'par l’application',
  bySystem: 'automatiquement',
  deletedApp: 'Une application supprimée',
  unknownBrowser: 'un navigateur inconnu',

  accountCreated: 'Votre compte a été créé.',
  accountDisabled: 'Votre compte a été désactivé.',
  accountEnabled: 'Votre compte a été activé.',
  deletionAsked: 'Vous avez demandé la suppression de votre compte.',
  deletionStopped: 'Vous avez conservé votre compte.',
  accountUpdated: 'Votre profil a été modifié.',
  passwordChanged: 'Votre mot de passe a été modifié.',
  passwordKept: 'Votre mot de passe a été repris de votre service précédent.',
  addressVerified: 'Votre adresse e-mail a été confirmée.',
  addressChanged: 'Votre adresse e-mail a été modifiée.',
  addressChangeStopped: 'Une modification de votre adresse e-mail a été arrêtée.',
  termsAccepted: 'Vous avez accepté les conditions d’utilisation.',
  unlocked: 'Les échecs de connexion à votre compte ont été effacés.',
  linkMade: 'Un lien vous a été envoyé par e-mail.',
  signedIn: ({ browser, network }) =>
    phrase`Connexion à votre compte avec ${browser} depuis ${network}.`,
  signedOut: 'Un navigateur a été déconnecté.',
  signedOutElsewhere: 'Tous les autres navigateurs ont été déconnectés.',
  signedOutEverywhere: 'Tous les navigateurs ont été déconnectés.',
  newBrowser: ({ browser, network }) =>
    phrase`Vous avez utilisé un nouveau navigateur : ${browser} depuis ${network}.`,
  wayLinked: ({ way }) => phrase`Vous pouvez vous connecter avec ${way}.`,
  wayUnlinked: ({ way }) => phrase`Vous ne pouvez plus vous connecter avec ${way}.`,
  passkeyAdded: ({ name }) => phrase`La clé d’accès ${name} a été ajoutée.`,
  passkeyRenamed: ({ name }) => phrase`Une clé d’accès a été renommée ${name}.`,
  passkeyRemoved: ({ name }) => phrase`La clé d’accès ${name} a été supprimée.`,
  passkeyCloned: ({ name }) =>
    phrase`La clé d’accès ${name} a été suspendue, car il en existe peut-être une copie.`,
  totpAdded: 'Une application d’authentification a été configurée.',
  totpRemoved: 'L’application d’authentification a été désactivée.',
  recoveryCodesMade: 'De nouveaux codes de récupération ont été créés.',
  recoveryCodeUsed: 'Un code de récupération a été utilisé.',
  deviceConnected: ({ client }) => phrase`Vous avez associé un appareil qui utilise ${client}.`,
  consentGiven: ({ client }) => phrase`Vous avez autorisé ${client} à agir en votre nom.`,
  consentWithdrawn: ({ client }) => phrase`Vous n’autorisez plus ${client} à agir en votre nom.`,
  connected: ({ client }) => phrase`${client} a été associée.`,
  delegated: ({ client }) => phrase`${client} agit désormais pour vous via une autre application.`,
  disconnected: ({ client }) => phrase`${client} a été dissociée.`,
  narrowed: ({ client, permission }) =>
    phrase`Vous avez retiré à ${client} l’autorisation ${permission}.`,
  lowered: ({ client }) => phrase`Vous avez abaissé les limites de ${client}.`,
  reused: ({ client }) =>
    phrase`${client} a été dissociée, car une clé qu’elle avait déjà utilisée a servi de nouveau. Elle a peut-être été copiée.`,
  allDisconnected: 'Toutes les applications ont été dissociées.',
  signedOutByIssuer:
    'Votre organisation a fermé votre session. Ce qu’elle avait associé a été dissocié.',
  allowedAgain: ({ client }) =>
    phrase`Vous avez permis à votre organisation d’associer de nouveau ${client}.`,
}

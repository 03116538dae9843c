import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const mail: Words['mail'] = {
  when: 'Date',
  browser: 'Navigateur',
  network: 'Adresse réseau',
  reason: ({ brand }) =>
    phrase`${brand} envoie ce message parce qu’il concerne votre compte. Les réponses ne sont pas lues.`,
  passwordChanged: {
    subject: ({ brand }) => phrase`Votre mot de passe pour ${brand} a été modifié`,
    happened: ({ email, brand }) =>
      phrase`Le mot de passe de votre compte ${email} de ${brand} a été modifié.`,
    next: 'Si vous l’avez modifié, il n’y a rien à faire. Sinon, une autre personne peut utiliser votre compte : choisissez un nouveau mot de passe maintenant.',
    button: 'Choisir un nouveau mot de passe',
  },
  newBrowser: {
    subject: ({ brand }) => phrase`Nouvelle connexion à votre compte ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Une connexion à votre compte ${email} de ${brand} a eu lieu avec un navigateur qui n’avait pas encore été utilisé pour ce compte.`,
    next: 'Si c’était vous, il n’y a rien à faire. Sinon, changez votre mot de passe maintenant : cela déconnecte l’autre navigateur.',
    button: 'Vérifier votre compte',
  },
  signedOutEverywhere: {
    subject: ({ brand }) => phrase`Votre compte ${brand} a été déconnecté partout`,
    happened: ({ email, brand }) =>
      phrase`Tous les navigateurs où votre compte ${email} de ${brand} était ouvert ont été déconnectés.`,
    next: 'Si c’était vous, il n’y a rien à faire. Sinon, une autre personne pourrait utiliser votre compte : changez votre mot de passe maintenant.',
    button: 'Vérifier votre compte',
  },
  passkeyAdded: {
    subject: ({ brand }) => phrase`Une clé d’accès a été ajoutée à votre compte ${brand}`,
    happened: ({ name, email, brand }) =>
      phrase`La clé d’accès « ${name} » permet désormais de se connecter à votre compte ${email} de ${brand}.`,
    next: 'Si vous l’avez ajoutée, il n’y a rien à faire. Sinon, supprimez-la et changez votre mot de passe maintenant.',
    button: 'Vérifier vos clés d’accès',
  },
  passkeyRemoved: {
    subject: ({ brand }) => phrase`Une clé d’accès a été supprimée de votre compte ${brand}`,
    happened: ({ name, email, brand }) =>
      phrase`La clé d’accès « ${name} » ne permet plus de se connecter à votre compte ${email} de ${brand}.`,
    next: 'Si vous l’avez supprimée, il n’y a rien à faire. Sinon, une autre personne peut utiliser votre compte : changez votre mot de passe maintenant.',
    button: 'Vérifier vos clés d’accès',
  },
  passkeyCloned: {
    subject: ({ brand }) => phrase`Une clé d’accès de votre compte ${brand} a été suspendue`,
    happened: ({ name, email, brand }) =>
      phrase`La clé d’accès « ${name} » de votre compte ${email} de ${brand} a été utilisée d’une manière qui laisse penser qu’il en existe une copie. Elle a été suspendue ; personne ne peut s’en servir pour se connecter.`,
    next: 'Connectez-vous autrement, supprimez la clé d’accès et ajoutez-en une nouvelle. Si cela se reproduit, l’appareil qui conserve vos clés d’accès n’est peut-être pas sûr.',
    button: 'Vérifier vos clés d’accès',
  },
  wayConnected: {
    subject: ({ brand }) => phrase`Nouveau moyen de connexion à votre compte ${brand}`,
    happened: ({ provider, email, brand }) =>
      phrase`Votre compte ${email} de ${brand} peut désormais être utilisé en se connectant chez ${provider}.`,
    next: 'Si vous l’avez associé, il n’y a rien à faire. Sinon, dissociez-le et changez votre mot de passe maintenant.',
    button: 'Vérifier votre compte',
  },
  wayDisconnected: {
    subject: ({ brand }) => phrase`Un moyen de connexion à votre compte ${brand} a été supprimé`,
    happened: ({ provider, email, brand }) =>
      phrase`Votre compte ${email} de ${brand} ne peut plus être utilisé en se connectant chez ${provider}.`,
    next: 'Si vous l’avez dissocié, il n’y a rien à faire. Sinon, une autre personne peut utiliser votre compte : changez votre mot de passe maintenant.',
    button: 'Vérifier votre compte',
  },
  totpAdded: {
    subject: ({ brand }) =>
      phrase`Une application d’authentification a été ajoutée à votre compte ${brand}`,
    happened: ({ email, brand }) =>
      phrase`La connexion à votre compte ${email} de ${brand} demande désormais aussi un code d’une application d’authentification.`,
    next: 'Si vous l’avez ajoutée, gardez vos codes de récupération en lieu sûr ; il n’y a rien d’autre à faire. Sinon, une autre personne peut utiliser votre compte : changez votre mot de passe maintenant.',
    button: 'Vérifier votre compte',
  },
  totpRemoved: {
    subject: ({ brand }) =>
      phrase`L’application d’authentification a été retirée de votre compte ${brand}`,
    happened: ({ email, brand }) =>
      phrase`La connexion à votre compte ${email} de ${brand} ne demande plus de code d’une application d’authentification.`,
    next: 'Si vous l’avez retirée ou l’avez demandé, il n’y a rien à faire. Sinon, une autre personne peut utiliser votre compte : changez votre mot de passe maintenant.',
    button: 'Vérifier votre compte',
  },
  recoveryCodesMade: {
    subject: ({ brand }) => phrase`Nouveaux codes de récupération pour votre compte ${brand}`,
    happened: ({ email, brand }) =>
      phrase`De nouveaux codes de récupération ont été créés pour votre compte ${email} de ${brand}. Les anciens ne fonctionnent plus.`,
    next: 'Si vous les avez créés, il n’y a rien à faire. Sinon, une autre personne peut utiliser votre compte : changez votre mot de passe maintenant, puis créez de nouveaux codes.',
    button: 'Vérifier votre compte',
  },
  recoveryCodeUsed: {
    subject: ({ brand }) => phrase`Un code de récupération de votre compte ${brand} a été utilisé`,
    happened: ({ email, brand }) =>
      phrase`Une connexion à votre compte ${email} de ${brand} a eu lieu avec un code de récupération au lieu d’un code de l’application d’authentification.`,
    next: 'Si c’était vous, il n’y a rien à faire ; chaque code sert une seule fois, créez-en donc de nouveaux quand il en reste peu. Sinon, changez votre mot de passe maintenant, puis créez de nouveaux codes.',
    button: 'Vérifier votre compte',
  },
  addressChanged: {
    subject: ({ brand }) => phrase`Votre adresse pour ${brand} a été modifiée`,
    happened: ({ email, newEmail, brand }) =>
      phrase`La connexion à votre compte ${brand} se fait désormais avec ${newEmail}, et non plus avec ${email}.`,
    nextAtNew:
      'Si vous l’avez modifiée, il n’y a rien à faire. Sinon, une autre personne peut utiliser votre compte : changez votre mot de passe maintenant.',
    nextAtOld:
      'Si vous l’avez modifiée, il n’y a rien à faire. Sinon, ouvrez le lien du message reçu auparavant à cette adresse : il annule la modification.',
    button: 'Vérifier votre compte',
  },
  deletionAsked: {
    subject: ({ brand }) => phrase`Votre compte ${brand} va être supprimé`,
    happened: ({ email, brand, day }) =>
      phrase`Votre compte ${email} de ${brand} a été fermé et sera supprimé le ${day}. Plus aucune application ne peut agir en son nom.`,
    next: 'Si vous voulez le conserver, connectez-vous avant cette date. Si vous n’avez pas demandé cela, connectez-vous, conservez le compte et changez votre mot de passe.',
    button: 'Conserver votre compte',
  },
  deletionStopped: {
    subject: ({ brand }) => phrase`Votre compte ${brand} ne sera pas supprimé`,
    happened: ({ email, brand }) =>
      phrase`Votre compte ${email} de ${brand} est conservé. Les applications qui étaient associées doivent l’être de nouveau.`,
    next: 'Si vous l’avez conservé, il n’y a rien à faire. Sinon, changez votre mot de passe maintenant.',
    button: 'Vérifier votre compte',
  },
  appConnected: {
    subject: ({ client, brand }) => phrase`${client} est associée à votre compte ${brand}`,
    happened: ({ client, email, brand }) =>
      phrase`${client} peut désormais agir au nom de votre compte ${email} de ${brand}, car l’autorisation en a été donnée.`,
    next: 'Si vous l’avez autorisée, il n’y a rien à faire. Sinon, dissociez-la et changez votre mot de passe maintenant.',
    button: 'Voir vos applications associées',
  },
  tokenReused: {
    subject: ({ client, brand }) => phrase`${client} a été dissociée de votre compte ${brand}`,
    happened: ({ client, email, brand }) =>
      phrase`Une association de ${client} avec votre compte ${email} de ${brand} a pris fin, car l’une de ses clés a été utilisée une seconde fois.`,
    meaning:
      'Une application reçoit une nouvelle clé chaque fois qu’elle utilise l’ancienne. Si une ancienne clé revient, soit l’application a commis une erreur, soit quelqu’un a copié la clé. Il est impossible de savoir lequel des deux ; l’association a donc pris fin : ni l’ancienne clé ni aucune des suivantes ne fonctionne plus. Votre mot de passe n’est pas en cause.',
    next: ({ client }) =>
      phrase`Si vous utilisez encore ${client}, associez-la de nouveau depuis l’application. Si cela se reproduit, prévenez les éditeurs de ${client}.`,
    button: 'Voir vos applications associées',
  },
}

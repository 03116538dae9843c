import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const mailLinks: Words['mailLinks'] = {
  goodFor: ({ seconds }) =>
    `Le lien est valable ${inWords.span(seconds)} et ne peut être utilisé qu’une fois.`,

  resetPassword: {
    subject: ({ brand }) => phrase`Choisissez un nouveau mot de passe pour ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Un nouveau mot de passe a été demandé pour le compte ${email} de ${brand}.`,
    button: 'Choisir un nouveau mot de passe',
    unasked:
      'Si cette demande ne vient pas de vous, ignorez cet e-mail. Personne ne peut changer votre mot de passe sans ce lien.',
  },
  verifyAddress: {
    subject: ({ brand }) => phrase`Confirmez votre adresse pour ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Confirmez que ${email} est l’adresse de votre compte ${brand}.`,
    button: 'Confirmer l’adresse',
    unasked: 'Si vous n’avez pas de compte de ce type, ignorez cet e-mail.',
  },
  changeAddress: {
    subject: ({ brand }) => phrase`Confirmez votre nouvelle adresse pour ${brand}`,
    asked: ({ email, newEmail, brand }) =>
      phrase`La connexion au compte ${email} de ${brand} doit désormais se faire avec ${newEmail}.`,
    button: 'Utiliser cette adresse',
    unasked:
      'Si ce compte n’est pas le vôtre, ignorez cet e-mail. Le compte conserve son ancienne adresse.',
  },
  stopChange: {
    subject: ({ brand }) => phrase`Votre adresse pour ${brand} va changer`,
    asked: ({ email, newEmail, brand }) =>
      phrase`Une personne connectée à votre compte ${email} de ${brand} veut remplacer son adresse par ${newEmail}. Le changement prendra effet quand il y sera confirmé.`,
    next: 'Si c’était vous, il n’y a rien à faire ici. Sinon, une autre personne peut utiliser votre compte. Arrêtez le changement et choisissez un nouveau mot de passe ; cela fonctionne aussi après le changement et rétablit cette adresse.',
    button: 'Ce n’était pas moi',
  },
  letBrowserIn: {
    subject: ({ brand }) => phrase`Se connecter à ${brand} sans attendre`,
    asked: ({ email, brand }) =>
      phrase`Une personne a dû attendre avant de se connecter à votre compte ${email} de ${brand}, en raison de nombreuses tentatives erronées. Si c’était vous, ouvrez ce lien dans le navigateur avec lequel vous voulez vous connecter. Il n’aura alors pas à attendre.`,
    button: 'Continuer dans ce navigateur',
    unasked:
      'Si ce n’était pas vous, ignorez cet e-mail. Le lien seul ne connecte personne : le mot de passe reste demandé.',
  },
  register: {
    subject: ({ brand }) => phrase`Créez votre compte ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Un compte ${brand} a été demandé pour ${email}. Il n’existe pas encore : ouvrez le lien pour le créer.`,
    button: 'Créer le compte',
    unasked:
      'Si cette demande ne vient pas de vous, ignorez cet e-mail. Aucun compte ne sera créé.',
  },
  accountExists: {
    subject: ({ brand }) => phrase`Vous avez déjà un compte ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Un compte ${brand} a été demandé pour ${email}, mais cette adresse en a déjà un. Utilisez-le pour vous connecter.`,
    button: 'Se connecter',
    forgot: 'Choisir un nouveau mot de passe',
    unasked: 'Si cette demande ne vient pas de vous, ignorez cet e-mail. Rien n’a été modifié.',
  },
  invitation: {
    subject: ({ brand }) => phrase`Invitation à ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Voici une invitation à créer un compte ${brand} pour ${email}.`,
    button: 'Créer le compte',
    unasked: 'Si vous ne voulez pas de compte, ignorez cet e-mail.',
  },
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const home: Words['home'] = {
  title: 'Bienvenue',
  heading: 'Gérez les applications associées à votre compte',
  about:
    'Connectez-vous pour voir quelles applications peuvent agir en votre nom et dissocier celles que vous n’utilisez plus. Les applications ne voient jamais votre mot de passe.',
  signIn: 'Se connecter à votre compte',
  open: 'Ouvrir votre compte',
  signedInAs: ({ email }) => phrase`Session ouverte avec le compte ${email}`,
  developers: 'Vous développez une application ?',
  issuer: ({ metadata }) =>
    phrase`Indiquez cet émetteur (issuer) à votre bibliothèque OAuth 2.0. Elle trouve les points de terminaison dans les ${metadata('métadonnées du serveur')}.`,
  refused: ({ link }) => phrase`Une requête a été refusée ? ${link('Consultez le motif.')}`,
}

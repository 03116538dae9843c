import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const registration: Words['registration'] = {
  link: 'Créer un compte',
  title: 'Créer un compte',
  about: 'Saisissez votre adresse e-mail. Nous vous envoyons un lien pour créer le compte.',
  onItsWay: ({ email }) => phrase`Un e-mail adressé à ${email} est en route.`,
  domain: ({ domains }) => phrase`Les comptes sont réservés aux adresses de ${domains}.`,

  choose: 'Créer votre compte',
  whose: ({ email }) => phrase`Le compte est pour ${email}.`,
  password: 'Mot de passe',
  again: 'Mot de passe encore une fois',
  accept: ({ terms }) => phrase`J’accepte les ${terms('conditions d’utilisation')}.`,
  mustAccept: 'Acceptez les conditions d’utilisation pour créer le compte.',
  button: 'Créer le compte',
  done: 'Votre compte est créé. Connectez-vous maintenant.',
}

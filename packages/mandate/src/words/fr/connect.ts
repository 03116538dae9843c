import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const connect: Words['connect'] = {
  inUse: 'Vous avez peut-être déjà un compte',
  notByAddress: ({ way, email }) =>
    phrase`Un compte ici a la même adresse que votre compte chez ${way} : ${email}. L’adresse seule ne prouve pas qu’il est à vous.`,
  signInOnce: ({ way }) => phrase`Connectez-vous une fois à ce compte pour l’associer à ${way}.`,
  signIn: 'Se connecter à ce compte',
  separate: ({ way }) => phrase`Créer un nouveau compte avec ${way}`,
  otherWay: 'Se connecter autrement',
  firstSignIn: ({ way }) => phrase`Connectez-vous au compte que vous voulez associer à ${way}.`,
  question: 'Associer ces comptes ?',
  there: ({ way }) => phrase`Chez ${way}`,
  here: 'Votre compte ici',
  somebody: ({ way }) => phrase`Le compte que vous avez utilisé chez ${way}`,
  meaning: ({ way }) =>
    phrase`Toute personne qui peut se connecter à ce compte chez ${way} pourra ensuite se connecter à votre compte ici.`,
  onlyIf: 'Ne continuez que si vous êtes à l’origine de cette demande et que ce compte est à vous.',
  decision: 'Décision',
  leave: 'Pas maintenant',
  connect: 'Associer',
}

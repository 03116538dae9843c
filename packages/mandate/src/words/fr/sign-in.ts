import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const signIn: Words['signIn'] = {
  toAccount: 'Se connecter à votre compte',
  toApp: ({ client }) => phrase`Se connecter pour continuer vers ${client}`,
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  keep: 'Garder la session ouverte',
  keepFor: ({ seconds }) =>
    `Pendant ${inWords.span(seconds)}. Uniquement sur un appareil que personne d’autre n’utilise.`,
  button: 'Se connecter',
  onlyWeSee: ({ brand }) => `Seul ${brand} voit votre mot de passe.`,
  neverSees: ({ client }) => phrase`${client} ne le voit jamais.`,
  wrongCredentials: 'Adresse e-mail ou mot de passe incorrect',
  checkBoth:
    'Vérifiez les deux et réessayez. Le mot de passe distingue les majuscules des minuscules.',
  mayBeRight:
    'Nous ne pouvons pas vérifier tous les mots de passe pour le moment. Si vous pensez que le vôtre est correct, réessayez dans quelques minutes.',
  tooManyAttempts: 'Trop de tentatives',
  wait: ({ seconds }) =>
    `Attendez ${inWords.span(seconds)}, puis réessayez. Votre compte n’est pas bloqué.`,
  enterBoth: 'Saisissez votre adresse e-mail et votre mot de passe.',
  enterEmail: 'Saisissez votre adresse e-mail.',
  enterPassword: 'Saisissez votre mot de passe.',
  busy: 'Trop de personnes se connectent en ce moment',
  notChecked: 'Votre mot de passe n’a pas été vérifié. Réessayez dans quelques secondes.',
  signedOut: 'Votre session est fermée.',
  pageTooOld: 'Cette page est restée ouverte trop longtemps. Veuillez vous reconnecter.',
  sessionEnded: 'Votre session a pris fin. Rien n’a été modifié.',
  signInToGoOn: 'Connectez-vous pour continuer.',
  continueWith: ({ way }) => phrase`Continuer avec ${way}`,
  or: 'ou',

  ways: {
    unreachable: ({ way }) => phrase`${way} est injoignable pour le moment`,
    tryLater: 'Rien n’a été modifié. Réessayez dans quelques minutes.',
    notTrusted: ({ way }) => phrase`La réponse de ${way} n’a pas pu être vérifiée`,
    nobodySignedIn: 'Pour votre sécurité, la connexion n’a pas été effectuée. Réessayez.',
    expired: 'L’opération a pris trop de temps',
    startAgain: 'La connexion n’a pas été effectuée. Vous pouvez recommencer ici.',
    notBegunHere: 'Cette connexion ne peut pas être poursuivie',
    usedOrElsewhere:
      'Elle a déjà été utilisée, ou elle a été commencée dans un autre navigateur. La connexion n’a pas été effectuée. Recommencez ici ou dans l’application.',
    refused: ({ way }) => phrase`${way} a refusé la connexion`,
    itSays: ({ reason }) => phrase`Motif indiqué : ${reason}`,
    accountDisabled: 'Votre compte est désactivé',
    notProvisioned: ({ way }) =>
      phrase`Votre session chez ${way} est ouverte, mais vous n’avez pas de compte ici`,
    askOperator: ({ brand }) => `Demandez un accès aux responsables de ${brand}.`,
    accountChanged: 'Votre compte a été modifié au même moment',
    notRecent: ({ way }) => phrase`${way} ne vous a pas demandé de vous reconnecter`,
    signOutThere: ({ way }) =>
      phrase`Vous devez vous reconnecter. Déconnectez-vous de ${way}, puis réessayez.`,
  },
}

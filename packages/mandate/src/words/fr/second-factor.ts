import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const secondFactor: Words['secondFactor'] = {
  title: 'Saisissez votre code',
  openApp:
    'Ouvrez l’application d’authentification sur votre téléphone et saisissez les six chiffres qu’elle affiche.',
  code: 'Code de l’application',
  recoveryTitle: 'Saisissez un code de récupération',
  recoveryMeaning:
    'Vous avez reçu dix codes de récupération lors de la configuration de la deuxième étape. Chacun sert une seule fois.',
  recoveryCode: 'Code de récupération',
  button: 'Continuer',
  lostPhone: 'Téléphone perdu ? Utiliser un code de récupération',
  passkeyTitle: 'Utilisez votre clé d’accès',
  passkeyMeaning: 'Votre navigateur demande la clé d’accès de votre compte.',
  passkeyInstead: 'Créer plutôt une clé d’accès',
  usePasskey: 'Utiliser une clé d’accès',
  lostPasskey: 'Clé d’accès perdue ? Utiliser un code de récupération',
  back: 'Retour',
  noCodes: ({ brand }) =>
    `Si vous n’avez pas non plus de code de récupération, demandez de l’aide aux responsables de ${brand}.`,
  signedInAs: ({ person }) => phrase`Vous vous connectez avec le compte ${person}.`,
  otherPerson: 'Se connecter avec un autre compte',
  missing: 'Saisissez le code.',
  wrong: 'Ce code est incorrect',
  wrongApp:
    'Saisissez le code le plus récent de l’application. Si les codes sont toujours refusés, vérifiez que l’heure de votre téléphone est réglée automatiquement.',
  wrongRecovery:
    'Vérifiez chaque caractère. Le code peut aussi provenir d’une liste plus ancienne.',
  used: 'Ce code a déjà été utilisé',
  usedApp: 'Attendez que l’application affiche le code suivant, au plus une demi-minute.',
  usedRecovery: 'Prenez un autre code de votre liste.',
  tooMany: 'Trop de tentatives',
  wait: ({ seconds }) =>
    `Attendez ${inWords.span(seconds)}, puis réessayez. Votre compte n’est pas bloqué.`,

  setUp: 'Configurer une application d’authentification',
  policy: ({ brand }) =>
    `Votre connexion à ${brand} nécessite une deuxième étape : un code d’une application sur votre téléphone.`,
  clientNeeds: ({ client }) =>
    phrase`Ce que demande ${client} nécessite une deuxième étape lors de la connexion : un code d’une application sur votre téléphone.`,
  clientAsks: ({ client }) => phrase`${client} vous demande de confirmer que c’est bien vous.`,
  install:
    'Installez une application d’authentification sur votre téléphone, par exemple Aegis, 2FAS, Google Authenticator ou votre gestionnaire de mots de passe.',
  scan: 'Scannez ce code avec l’application.',
  qr: 'Code QR pour l’application d’authentification',
  orType: 'Pas d’appareil photo ? Saisissez cette clé dans l’application :',
  enter: 'Saisissez les six chiffres que l’application affiche.',
  confirm: 'Activer',
  keyTooOld: 'Cette page est restée ouverte trop longtemps. Scannez le nouveau code ci-dessous.',

  codesTitle: 'Conservez vos codes de récupération',
  codesMeaning:
    'Si vous perdez votre téléphone, l’un de ces codes vous permet d’entrer. Chacun sert une seule fois. Gardez-les là où vous les trouverez sans votre téléphone : sur papier ou dans votre gestionnaire de mots de passe.',
  codesOnce: 'Ils ne sont affichés que maintenant.',
  codesDone: 'Je les ai conservés',

  section: 'Deuxième étape lors de la connexion',
  sectionMeaning:
    'Un code de votre téléphone après votre mot de passe, pour qu’un mot de passe volé ne suffise pas.',
  app: 'Application d’authentification',
  appOff: 'Non configurée',
  appSince: ({ day }) => phrase`Depuis le ${day}`,
  appSetUp: 'Configurer',
  appReplace: 'Configurer un nouveau téléphone',
  appTurnOff: 'Désactiver',
  codes: 'Codes de récupération',
  codesLeft: ({ count }) =>
    inWords.plural(count, {
      one: `${count} code restant`,
      other: `${count} codes restants`,
    }),
  codesRenew: 'Créer de nouveaux codes',
  owner:
    'À chaque connexion, vous saisirez un code de votre téléphone après votre mot de passe. Un mot de passe volé ne suffira alors pas.',
  newPhone: 'Votre ancien téléphone fonctionne jusqu’à ce que vous ayez saisi un code du nouveau.',
  added: 'Votre application d’authentification est configurée.',
  removed: 'Votre application d’authentification est désactivée.',
  removedMeaning:
    'Vous vous connectez avec votre seul mot de passe. Les codes de récupération ne sont plus valables.',
  needed:
    'Une deuxième étape est obligatoire ici lors de la connexion ; vous ne pouvez donc pas la désactiver.',
  recoveryUsed: 'Un code de récupération a servi à cette connexion. Il ne fonctionnera plus.',
  recoveryNext: 'Si vous avez un nouveau téléphone, configurez-le ici.',
  turnOffTitle: 'Désactiver la deuxième étape ?',
  turnOffEnds: 'Votre mot de passe suffira pour vous connecter.',
  turnOffCodes: 'Vos codes de récupération ne seront plus valables.',
  renewTitle: 'Créer de nouveaux codes de récupération ?',
  renewEnds: 'Les codes que vous avez actuellement ne seront plus valables.',
}

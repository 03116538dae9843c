import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const mailedLinks: Words['mailedLinks'] = {
  forgot: {
    link: 'Mot de passe oublié ?',
    title: 'Choisir un nouveau mot de passe',
    about:
      'Saisissez l’adresse e-mail avec laquelle vous vous connectez. Nous vous envoyons un lien pour choisir un nouveau mot de passe.',
    button: 'Envoyer le lien',
    missing: 'Saisissez votre adresse e-mail.',
    invalid: 'Ce n’est pas une adresse e-mail. Saisissez-en une comme name@example.com.',
    sent: 'Consultez votre messagerie',
    onItsWay: ({ email }) =>
      phrase`S’il existe un compte pour ${email}, un e-mail contenant un lien est en route.`,
    goodFor: 'Le lien est valable 30 minutes et ne peut être utilisé qu’une fois.',
    notArrived:
      'Si aucun e-mail n’arrive au bout de quelques minutes, regardez dans le dossier des indésirables et vérifiez l’adresse.',
    again: 'Envoyer un autre e-mail',
    back: 'Retour à la connexion',
  },

  reset: {
    title: 'Choisir un nouveau mot de passe',
    whatEnds:
      'Vos sessions prendront fin partout, peut-être aussi dans certaines applications. Les autres restent associées.',
    done: 'Votre mot de passe est modifié. Utilisez-le maintenant pour vous connecter.',
  },

  stopChange: {
    title: 'Conserver votre adresse et choisir un nouveau mot de passe',
    about: ({ newEmail }) =>
      phrase`L’adresse de votre compte ne devient pas ${newEmail}, ou redevient celle d’avant. La personne qui l’a demandé peut utiliser votre compte ; choisissez donc un nouveau mot de passe.`,
    review:
      'Après la connexion, cherchez sous « Sécurité » et « Applications » ce que vous ne reconnaissez pas.',
  },

  confirm: {
    title: 'Confirmer votre adresse',
    about: ({ email }) => phrase`${email} est-elle l’adresse de votre compte ? Confirmez-la ici.`,
    instead: ({ email, newEmail }) =>
      phrase`Désormais, vous vous connecterez avec ${newEmail} au lieu de ${email}.`,
    button: 'Confirmer',
    taken: ({ email }) => phrase`${email} a déjà un autre compte`,
    notChanged: 'Rien n’a été modifié. Choisissez une autre adresse, ou utilisez l’autre compte.',
    confirmed: 'Votre adresse est confirmée',
    signInWith: ({ email }) => phrase`Vous vous connectez avec ${email}.`,
    toAccount: 'Aller à votre compte',
  },

  passwords: {
    newPassword: 'Nouveau mot de passe',
    again: 'Nouveau mot de passe, une seconde fois',
    button: 'Changer le mot de passe',
    hint: ({ characters }) =>
      `Au moins ${characters} caractères : quelques mots sans rapport entre eux, ou un mot de passe de votre gestionnaire.`,
    busy: 'Trop de personnes se connectent en ce moment',
    notChanged: 'Votre mot de passe n’a pas été modifié. Réessayez dans quelques secondes.',
    missing: 'Saisissez un nouveau mot de passe.',
    different: 'Les deux mots de passe sont différents. Saisissez-les de nouveau.',
    too_short: ({ characters }) =>
      `Ce mot de passe est trop court. Utilisez au moins ${characters} caractères.`,
    leaked:
      'Ce mot de passe figure dans une fuite de données ; d’autres pourraient donc l’essayer. Choisissez-en un autre.',
    too_long: 'Ce mot de passe est trop long. Utilisez 1 024 caractères au plus.',
    too_guessable: 'Ce mot de passe est facile à deviner. Choisissez-en un autre.',
  },

  over: {
    titles: {
      used: 'Ce lien a déjà été utilisé',
      replaced: 'Il existe un lien plus récent',
      expired: 'Ce lien a expiré',
      withdrawn: 'Ce lien n’est plus valable',
      unknown: 'Ce lien n’est pas valable',
    },
    reasons: {
      used: 'Un lien ne fonctionne qu’une fois.',
      replaced: 'Vous avez demandé un autre lien depuis. Ouvrez celui de l’e-mail le plus récent.',
      expired: 'Il n’était valable que peu de temps. Rien n’a été modifié.',
      withdrawn: 'Le compte a été modifié après l’envoi du lien.',
      unknown:
        'Il en manque peut-être une partie, ou il est très ancien. Ouvrez-le de nouveau depuis l’e-mail.',
    },
    next: {
      verify_address:
        'Connectez-vous pour obtenir un nouveau lien si votre adresse doit encore être confirmée.',
      reset_password: 'Si vous ne pouvez toujours pas vous connecter, demandez un nouveau lien.',
      change_address: 'Connectez-vous pour voir quelle adresse a votre compte.',
      stop_change: 'Connectez-vous pour voir quelle adresse a votre compte.',
      let_browser_in:
        'Reconnectez-vous. Si vous devez attendre, vous pourrez y obtenir un nouveau lien.',
      register: 'Si vous n’avez pas encore de compte, recommencez depuis la page de connexion.',
      invitation: 'Demandez une nouvelle invitation à la personne dont vient la première.',
    },
    newLink: 'Obtenir un nouveau lien',
    signIn: 'Aller à la connexion',
  },
}

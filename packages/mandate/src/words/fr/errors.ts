import type { Words } from '../en/en.ts'

const tellThem =
  'Retournez à l’application et recommencez. Si cette page réapparaît, prévenez les responsables de l’application.'

export const errors: Words['errors'] = {
  unknownClient: {
    title: 'Cette application n’est pas enregistrée ici',
    happened:
      'Le lien qui vous a conduit ici désigne une application qui n’est pas enregistrée chez nous, ou qui a été désactivée. Elle n’a rien appris sur vous.',
    next: 'Retournez à l’application et prévenez ses responsables.',
  },
  clientHeld: {
    title: 'Cette application doit d’abord être approuvée',
    happened:
      'L’application dit provenir du domaine ci-dessus. Les responsables de ce serveur n’ont pas encore décidé s’ils acceptent les applications de ce domaine. L’application n’a rien appris sur vous.',
    next: 'Dites-leur que vous souhaitez l’utiliser. Une fois qu’ils l’ont acceptée, recommencez depuis l’application.',
  },
  clientDenied: {
    title: 'Cette application n’est pas acceptée ici',
    happened:
      'L’application dit provenir du domaine ci-dessus. Les responsables de ce serveur n’acceptent pas les applications de ce domaine. L’application n’a rien appris sur vous.',
    next: 'Si vous pensez qu’il s’agit d’une erreur, prévenez les responsables de ce serveur.',
  },
  documentRefused: {
    title: 'Cette application ne peut pas être reconnue',
    happened:
      'L’application dit que sa description se trouve sur le domaine ci-dessus. Cette description n’a pas pu être lue ou n’est pas valide. L’application n’a rien appris sur vous.',
    next: 'Réessayez dans quelques minutes. Si cette page réapparaît, prévenez les responsables de l’application.',
  },
  wrongRedirectUri: {
    title: 'L’adresse de retour n’est pas enregistrée',
    happened:
      'L’application voulait vous envoyer à une adresse qui n’est pas enregistrée chez nous. Pour vous protéger, nous ne vous y avons pas envoyé.',
    next: tellThem,
  },
  incompleteRequest: {
    title: 'Ce lien est incomplet',
    happened: 'Une partie du lien qui vous a conduit ici manque ou est illisible.',
    next: 'Retournez à l’application et recommencez à partir de là.',
  },
  foreignForm: {
    title: 'Ce formulaire venait d’un autre site',
    happened: 'Pour votre protection, rien n’a été modifié.',
    next: 'Retournez à votre point de départ et réessayez.',
  },
  otherBrowser: {
    title: 'Recommencez',
    happened: 'Cette connexion a commencé dans un autre navigateur, ou les cookies sont bloqués.',
    next: 'Retournez à l’application et recommencez, en autorisant les cookies de ce site.',
  },
  requestOver: {
    title: 'Cette connexion est terminée',
    happened: 'Elle a déjà abouti, ou elle a commencé il y a trop longtemps.',
    next: 'Revenez à l’application et recommencez depuis celle-ci.',
  },
  cookiesBlocked: {
    title: 'Les cookies sont bloqués',
    happened: 'Votre navigateur n’a pas conservé le cookie nécessaire à la connexion.',
    next: 'Autorisez les cookies de ce site, puis réessayez.',
  },
  logOutRefused: {
    title: 'Cette demande de déconnexion n’est pas valable',
    happened:
      'Une application a demandé à fermer votre session, mais une partie de sa demande est inutilisable. Rien n’a été fermé.',
    next: 'Pour vous déconnecter, utilisez le bouton.',
  },
  notFound: {
    title: 'Il n’y a pas de page ici',
    happened: 'L’adresse est peut-être mal saisie, ou la page a été déplacée.',
    next: 'Vérifiez l’adresse, ou ouvrez votre compte.',
  },
  wrongMethod: {
    title: 'Ce n’est pas possible ici',
    happened: 'Cette adresse existe, mais elle n’accepte pas ce type de requête.',
    next: 'Revenez en arrière et utilisez le lien ou le bouton de la page précédente.',
  },
  tooLarge: {
    title: 'La requête est trop longue',
    happened: 'Les données envoyées dépassent ce que ce serveur accepte ; rien n’a été lu.',
    next: 'Revenez en arrière et recommencez. Si cette page réapparaît, prévenez les responsables de l’application.',
  },
  headersTooLong: {
    title: 'Votre navigateur a envoyé trop de données',
    happened: 'Les cookies ou l’adresse sont plus longs que ce que ce serveur accepte.',
    next: 'Supprimez les cookies de ce site, puis recommencez.',
  },
  serverError: {
    title: 'Un problème est survenu de notre côté',
    happened:
      'L’erreur vient de nous, pas de vous. Les responsables de ce serveur peuvent la voir dans le journal.',
    next: 'Réessayez dans un instant. Si cela se reproduit, communiquez-leur la référence ci-dessous.',
  },
  unavailable: {
    title: 'Le service est momentanément indisponible',
    happened:
      'Le serveur est surchargé ou ne peut pas joindre sa base de données. Rien n’est perdu.',
    next: 'Attendez quelques secondes, puis réessayez.',
  },
}

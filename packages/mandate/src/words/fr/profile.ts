import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const profile: Words['profile'] = {
  address: 'Adresse e-mail',
  name: 'Nom',
  confirmed: 'Confirmée',
  notConfirmed: 'Pas encore confirmée',
  sendLink: 'Envoyer un lien de confirmation',
  waiting: ({ newEmail }) =>
    phrase`Nous avons envoyé un lien à ${newEmail}. Votre adresse changera quand vous l’ouvrirez.`,
  cancelChange: 'Annuler le changement',
  newAddress: 'Nouvelle adresse e-mail',
  howItChanges:
    'Nous envoyons un lien à la nouvelle adresse et prévenons l’ancienne. Rien ne change tant que vous n’avez pas ouvert le lien.',
  changeAddress: 'Changer d’adresse',
  askOperator: 'Pour changer d’adresse, adressez-vous aux responsables de ce service.',
  ofADirectory: ({ provider }) =>
    phrase`Votre adresse provient de l’annuaire de ${provider}. Pour en changer, adressez-vous aux responsables de cet annuaire.`,
  linkSent: ({ email }) => phrase`Nous avons envoyé un lien à ${email}.`,
  tooOften:
    'Vous avez déjà demandé plusieurs liens. Ouvrez le plus récent, ou réessayez plus tard.',
  isAddress: 'C’est déjà votre adresse.',
  cancelled: 'Votre adresse reste inchangée.',
  noChange: 'Il n’y avait aucun changement à annuler.',
  language: 'Langue',
  ofTheBrowser: 'Comme dans le navigateur',
  saveLanguage: 'Enregistrer',
  languageSaved: 'Les pages et les e-mails sont désormais dans cette langue.',
  aboutYou: 'À votre sujet',
  whence:
    'Ces informations viennent du service avec lequel vous ouvrez la session ou du responsable de ce service. Les applications ne les reçoivent qu’avec votre accord.',
  claims: {
    given_name: 'Prénom',
    family_name: 'Nom de famille',
    middle_name: 'Deuxième prénom',
    nickname: 'Surnom',
    preferred_username: 'Nom d’utilisateur',
    profile: 'Page de profil',
    picture: 'Image',
    website: 'Site web',
    gender: 'Genre',
    birthdate: 'Date de naissance',
    zoneinfo: 'Fuseau horaire',
    locale: 'Langue et région',
    phone_number: 'Numéro de téléphone',
    address: 'Adresse postale',
  },
}

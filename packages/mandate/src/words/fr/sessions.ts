import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const sessions: Words['sessions'] = {
  about:
    'Votre compte est ouvert dans ces navigateurs. Déconnectez ceux que vous ne reconnaissez pas.',
  here: 'Ce navigateur',
  unknownBrowser: 'Navigateur inconnu',
  details: ({ day, network, ago }) =>
    phrase`Connexion le ${day} depuis ${network}, dernière utilisation ${ago}`,
  keptUntil: ({ day }) => phrase`La session reste ouverte jusqu’au ${day}`,
  end: ({ browser }) => phrase`Déconnecter ${browser}`,
  ended: ({ browser }) => phrase`${browser} est déconnecté.`,
  wasOver: 'Ce navigateur était déjà déconnecté. Rien n’a été modifié.',
  nowhereElse: 'Votre compte n’est ouvert nulle part ailleurs.',
  endOthers: 'Se déconnecter partout ailleurs',
  endOthersQuestion: 'Se déconnecter partout ailleurs ?',
  othersEnd: ({ count }) =>
    inWords.plural(count, {
      one: 'Votre session dans un autre navigateur prend fin.',
      other: `Vos sessions dans ${inWords.number(count)} autres navigateurs prennent fin.`,
    }),
  othersUnknown: 'Les navigateurs que vous avez utilisés auparavant seront de nouveau inconnus.',
  othersForgotten: 'Tous les autres navigateurs sont désormais inconnus.',
  staysHere: 'Votre session reste ouverte dans ce navigateur.',
  appsStay:
    'Les applications ouvertes là-bas peuvent vous déconnecter aussi. Les autres restent associées. Dissociez celles que vous ne reconnaissez pas sous « Applications ».',
  othersEnded: ({ count }) =>
    inWords.plural(count, {
      one: 'Un autre navigateur est déconnecté.',
      other: `${inWords.number(count)} autres navigateurs sont déconnectés.`,
    }),
  changePassword:
    'Si une autre personne connaît peut-être votre mot de passe, changez-le également.',
}

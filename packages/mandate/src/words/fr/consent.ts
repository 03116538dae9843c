import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const consent: Words['consent'] = {
  title: ({ client }) => phrase`Autoriser ${client} à agir en votre nom ?`,
  whoAsks: 'Qui le demande',
  signedInAs: 'Votre compte',
  itCan: 'Elle pourra',
  howLong: 'Durée',
  onThisComputer: ({ host }) => phrase`Un programme sur cet ordinateur (${host})`,
  appAt: ({ host }) => phrase`L’application à l’adresse ${host}`,
  registered: ({ day }) => phrase`Enregistrée ici le ${day}`,
  otherAccount: 'Pas vous ? Utiliser un autre compte',
  seeEmail: ({ apis }) =>
    phrase`${inWords.list(apis)} ${inWords.plural(apis.length, { one: 'voit', other: 'voient' })} votre adresse e-mail.`,
  ends: ({ unused, account }) =>
    phrase`L’accès prend fin après ${inWords.span(unused)} sans utilisation, ou dès que vous dissociez l’application dans ${account('votre compte')}.`,
  decision: 'Votre décision',
  deny: 'Refuser',
  allow: 'Autoriser',
  youReturn: 'Quel que soit votre choix, vous reviendrez à l’application.',
  neverSees: 'Elle ne voit jamais votre mot de passe.',
  noDecision: 'Choisissez « Autoriser » ou « Refuser » pour continuer.',
  pageTooOld:
    'La page est restée ouverte trop longtemps. Rien n’est encore décidé : choisissez à nouveau.',
}

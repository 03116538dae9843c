import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const consent: Words['consent'] = {
  title: ({ client }) => phrase`Darf ${client} in Ihrem Namen handeln?`,
  whoAsks: 'Wer fragt',
  signedInAs: 'Angemeldet als',
  itCan: 'Die App darf',
  howLong: 'Wie lange',
  onThisComputer: ({ host }) => phrase`Ein Programm auf diesem Computer (${host})`,
  appAt: ({ host }) => phrase`Die App unter ${host}`,
  registered: ({ day }) => phrase`Hier registriert am ${day}`,
  otherAccount: 'Nicht Sie? Anderes Konto verwenden',
  seeEmail: ({ apis }) =>
    phrase`${inWords.list(apis)} ${inWords.plural(apis.length, { one: 'sieht', other: 'sehen' })} Ihre E-Mail-Adresse.`,
  ends: ({ unused, account }) =>
    phrase`Der Zugriff endet, wenn die App ${inWords.span(unused)} lang nicht verwendet wird, oder sofort, wenn Sie sie in ${account('Ihrem Konto')} trennen.`,
  decision: 'Ihre Entscheidung',
  deny: 'Ablehnen',
  allow: 'Erlauben',
  youReturn: 'Wie Sie sich auch entscheiden, Sie kehren zur App zurück.',
  neverSees: 'Die App sieht Ihr Passwort nie.',
  noDecision: 'Wählen Sie „Erlauben“ oder „Ablehnen“, um fortzufahren.',
  pageTooOld:
    'Die Seite war zu lange geöffnet. Es ist noch nichts entschieden: Wählen Sie noch einmal.',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const consent: Words['consent'] = {
  title: ({ client }) => phrase`Får ${client} agera åt dig?`,
  whoAsks: 'Vem frågar',
  signedInAs: 'Inloggad som',
  itCan: 'Appen får',
  howLong: 'Hur länge',
  onThisComputer: ({ host }) => phrase`Ett program på den här datorn (${host})`,
  appAt: ({ host }) => phrase`Appen på ${host}`,
  registered: ({ day }) => phrase`Registrerad här den ${day}`,
  otherAccount: 'Inte du? Använd ett annat konto',
  seeEmail: ({ apis }) => phrase`${inWords.list(apis)} får se din e-postadress.`,
  ends: ({ unused, account }) =>
    phrase`Tillståndet upphör efter ${inWords.span(unused)} utan användning, eller genast när du kopplar bort appen i ${account('ditt konto')}.`,
  decision: 'Ditt beslut',
  deny: 'Neka',
  allow: 'Godkänn',
  youReturn: 'Vad du än väljer kommer du tillbaka till appen.',
  neverSees: 'Appen ser aldrig ditt lösenord.',
  noDecision: 'Välj ”Godkänn” eller ”Neka” för att fortsätta.',
  pageTooOld: 'Sidan var öppen för länge. Inget är bestämt än: välj igen.',
}

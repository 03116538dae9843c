import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const account: Words['account'] = {
  title: 'Ditt konto',
  signedInAs: 'Inloggad som',
  signOut: 'Logga ut',
  apps: 'Anslutna appar',
  actForYou: 'De här apparna får agera åt dig. När du kopplar bort en app gäller det genast.',
  noApps: 'Inga anslutna appar',
  howToConnect: ({ brand }) =>
    `Börja i appen när du vill ansluta den: välj ”Anslut” eller ”Logga in med ${brand}” där. När du har godkänt den här visas den på den här sidan.`,
  itCan: 'Appen får',
  disconnectApp: ({ client }) => phrase`Koppla bort ${client}`,
  approvedEarlier: ({ day }) =>
    phrase`Godkänd den ${day}, inte ansluten nu. Appen kan ansluta igen utan att fråga.`,
  connected: ({ times }) => `Ansluten ${often(times)}`,
  connectedAtLeast: ({ times }) => `Ansluten minst ${often(times)}`,
  latest:
    'Det här kontot har haft väldigt många anslutningar. Sidan visar de senaste anslutningarna; appar som anslöts tidigare kan saknas här.',
  earlier:
    'Den här sidan visar tidigare anslutningar till ditt konto. En app kan finnas på flera sidor; när du kopplar bort den avslutas alla dess anslutningar.',
  showEarlier: 'Visa tidigare anslutningar',
  showLatest: 'Visa de senaste anslutningarna',
  disconnected: ({ client }) => phrase`${client} är bortkopplad.`,
  noLongerActs: ({ client }) =>
    phrase`Appen får inte längre agera åt dig. Vill du använda den igen ansluter du den från ${client}.`,
  notConnected: 'Appen är inte längre ansluten. Inget har ändrats.',
  otherAccount: 'Du är nu inloggad med ett annat konto. Inget har ändrats.',
  pageTooOld: 'Sidan var öppen för länge, så inget har ändrats. Försök igen.',
  noAddress: 'ett konto utan e-postadress',
}

function often(times: number): string {
  return inWords.plural(times, { one: 'en gång', other: `${inWords.number(times)} gånger` })
}

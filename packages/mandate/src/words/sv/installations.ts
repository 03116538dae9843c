import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const installations: Words['installations'] = {
  since: ({ day }) => phrase`Ansluten sedan ${day}`,
  sinceFrom: ({ day, place }) => phrase`Ansluten sedan ${day}, från ${place}`,
  lastUsed: ({ ago }) => phrase`Senast använd ${ago}`,
  neverUsed: 'Inte använd än',
  unknownPlace: 'Okänd webbläsare',
  more: ({ times }) =>
    inWords.plural(times, {
      one: 'Ytterligare en anslutning av appen visas inte. Den avslutas också när du kopplar bort appen.',
      other: `Ytterligare ${inWords.number(times)} anslutningar av appen visas inte. De avslutas också när du kopplar bort appen.`,
    }),
  disconnectEverywhere: ({ client }) => phrase`Koppla bort överallt ${client}`,
  disconnectOne: ({ place }) => phrase`Koppla bort ${place}`,
  disconnected: ({ client }) =>
    phrase`Den här anslutningen av ${client} är avslutad. Appens andra anslutningar finns kvar.`,

  delegates: ({ client }) => phrase`De här programmen agerar åt dig genom ${client}:`,
  delegateThrough: ({ delegate, by }) => phrase`${delegate}, genom ${by}`,
  delegateSince: ({ day }) => phrase`Sedan ${day}`,
  endDelegate: ({ delegate }) => phrase`Avsluta åtkomsten ${delegate}`,
  delegateEnded: ({ delegate }) =>
    phrase`${delegate} kan inte längre agera åt dig genom den appen.`,
  delegateStays: 'Appen som lämnade vidare sin åtkomst är fortfarande ansluten.',

  takeBack: ({ permission }) => phrase`Ta tillbaka ${permission}`,
  takeBackTitle: ({ client }) => phrase`Ta tillbaka från ${client}?`,
  noLongerCan: ({ client, permission }) =>
    phrase`${client} får inte längre göra detta: ${permission}`,
  stillCan: ({ permissions }) => phrase`Appen behåller: ${inWords.list(permissions)}`,
  mayAskAgain:
    'Delar av appen kan sluta fungera. Behöver den behörigheten måste den fråga dig igen.',
  takeBackButton: 'Ta tillbaka',
  takenBack: ({ client, permission }) =>
    phrase`${client} får inte längre göra detta: ${permission}`,
  atOnce: ({ client }) => phrase`Det gäller genast. ${client} är fortfarande ansluten med resten.`,
  lastPermission:
    'Det är anslutningens enda behörighet. Koppla bort appen om du vill ta tillbaka den.',

  disconnectAll: 'Koppla bort alla appar',
  disconnectAllTitle: 'Koppla bort alla appar?',
  allEnd: 'Ingen app får längre agera åt dig, på någon av dina enheter. Det gäller genast.',
  accountStays: 'Ditt konto och det du har sparat hos oss påverkas inte.',
  mustAsk: 'Varje app måste fråga dig igen innan den kan ansluta.',
  allDisconnected: 'Alla appar är bortkopplade.',
  noneActs: 'Vill du använda en igen ansluter du den från appen.',

  keptOut: 'Bortkopplat av dig',
  keptOutBy: ({ issuer, client }) => phrase`${issuer} kan inte längre ansluta ${client} åt dig.`,
  allowAgain: ({ client }) => phrase`Tillåt ${client} igen`,
  allowedAgain: ({ issuer, client }) => phrase`${issuer} kan ansluta ${client} åt dig igen.`,
}

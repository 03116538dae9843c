import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const activity: Words['activity'] = {
  about: ({ time }) => `Det här har hänt med ditt konto. Det sparas i ${time}.`,
  nothing: 'Inget har hänt under den här tiden.',
  earlier: 'Visa tidigare aktivitet',
  latest: 'Visa den senaste aktiviteten',
  byOperator: ({ brand }) => `av dem som driver ${brand}`,
  byPlatform: ({ brand }) => `av ett program hos ${brand}`,
  byApp: 'av appen',
  bySystem: 'automatiskt',
  deletedApp: 'En borttagen app',
  unknownBrowser: 'en okänd webbläsare',

  accountCreated: 'Ditt konto skapades.',
  accountDisabled: 'Ditt konto stängdes av.',
  accountEnabled: 'Ditt konto slogs på.',
  accountUpdated: 'Din profil ändrades.',
  passwordChanged: 'Ditt lösenord ändrades.',
  passwordKept: 'Ditt lösenord togs över därifrån du hade det förut.',
  addressVerified: 'Din e-postadress bekräftades.',
  addressChanged: 'Din e-postadress ändrades.',
  addressChangeStopped: 'En ändring av din e-postadress stoppades.',
  unlocked: 'Misslyckade inloggningar på ditt konto nollställdes.',
  linkMade: 'En länk skickades till dig med e-post.',
  signedIn: ({ browser, network }) => phrase`Du loggade in med ${browser} från ${network}.`,
  signedOut: 'En webbläsare loggades ut.',
  signedOutElsewhere: 'Alla andra webbläsare loggades ut.',
  signedOutEverywhere: 'Alla webbläsare loggades ut.',
  newBrowser: ({ browser, network }) =>
    phrase`Du använde en ny webbläsare: ${browser} från ${network}.`,
  wayLinked: ({ way }) => phrase`Du kan logga in med ${way}.`,
  wayUnlinked: ({ way }) => phrase`Du kan inte längre logga in med ${way}.`,
  passkeyAdded: ({ name }) => phrase`Passernyckeln ${name} lades till.`,
  passkeyRenamed: ({ name }) => phrase`En passernyckel bytte namn till ${name}.`,
  passkeyRemoved: ({ name }) => phrase`Passernyckeln ${name} togs bort.`,
  passkeyCloned: ({ name }) =>
    phrase`Passernyckeln ${name} spärrades, eftersom det kan finnas en kopia av den.`,
  totpAdded: 'En autentiseringsapp lades till.',
  totpRemoved: 'Autentiseringsappen stängdes av.',
  recoveryCodesMade: 'Nya återställningskoder skapades.',
  recoveryCodeUsed: 'En återställningskod användes.',
  consentGiven: ({ client }) => phrase`Du godkände att ${client} får agera åt dig.`,
  consentWithdrawn: ({ client }) => phrase`Du godkänner inte längre att ${client} agerar åt dig.`,
  connected: ({ client }) => phrase`${client} anslöts.`,
  disconnected: ({ client }) => phrase`${client} kopplades bort.`,
  narrowed: ({ client, permission }) =>
    phrase`Du tog tillbaka behörigheten ${permission} från ${client}.`,
  reused: ({ client }) =>
    phrase`${client} kopplades bort, eftersom en nyckel som redan hade använts användes igen. Den kan ha kopierats.`,
  allDisconnected: 'Alla appar kopplades bort.',
}

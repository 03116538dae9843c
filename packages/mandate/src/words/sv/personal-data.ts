import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const personalData: Words['personalData'] = {
  download: 'Ladda ner dina uppgifter',
  whatIsInIt:
    'En fil med allt som sparas om dig: ditt konto, hur du loggar in, var du är inloggad, dina appar och din aktivitet. Den innehåller inga lösenord eller nycklar.',
  downloadButton: 'Ladda ner',
  remove: 'Radera ditt konto',
  aboutRemoving: ({ time }) =>
    `Du loggas ut och alla appar kopplas bort genast. I ${time} kan du fortfarande behålla kontot genom att logga in. Sedan raderas det för gott.`,
  removeButton: 'Radera mitt konto',
  question: 'Radera ditt konto?',
  signedOut: 'Du loggas ut överallt, även i den här webbläsaren.',
  appsEnd: ({ count }) =>
    inWords.plural(count, {
      one: 'En app kopplas bort.',
      other: `${inWords.number(count)} appar kopplas bort.`,
    }),
  untilThen: ({ day }) =>
    phrase`Ditt konto raderas efter den ${day}. Fram till dess kan du behålla det genom att logga in.`,
  thenGone: 'Därefter kan det inte återställas.',
  notPossible: 'Ditt konto kan inte raderas just nu. Inget har ändrats.',
  lastOwner:
    'Ingen annan är ägare till den här servern och kan logga in. Gör först någon annan till ägare. Inget har ändrats.',
  asked: 'Du är utloggad',
  willBeDeleted: ({ day }) =>
    phrase`Ditt konto raderas efter den ${day}. Alla appar är bortkopplade.`,
  howToKeep: 'Logga in före dess om du ångrar dig.',
  signIn: 'Logga in',
  keepQuestion: 'Behålla ditt konto?',
  keepFor: ({ email, day }) =>
    phrase`Du begärde att ${email} ska raderas. Kontot raderas efter den ${day}.`,
  keptAs:
    'Om du behåller det har du kvar allt som du hade, men dina appar är bortkopplade tills du ansluter dem igen.',
  keep: 'Behåll mitt konto',
  leave: 'Logga ut',
}

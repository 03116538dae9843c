import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const sessions: Words['sessions'] = {
  about: 'Du är inloggad på ditt konto i de här webbläsarna. Logga ut dem som du inte känner igen.',
  here: 'Den här webbläsaren',
  unknownBrowser: 'Okänd webbläsare',
  details: ({ day, network, ago }) =>
    phrase`Inloggad den ${day} från ${network}, senast använd ${ago}`,
  keptUntil: ({ day }) => phrase`Förblir inloggad till den ${day}`,
  end: ({ browser }) => phrase`Logga ut ${browser}`,
  ended: ({ browser }) => phrase`${browser} är utloggad.`,
  wasOver: 'Den webbläsaren var redan utloggad. Inget har ändrats.',
  nowhereElse: 'Du är inte inloggad någon annanstans.',
  endOthers: 'Logga ut överallt annars',
  endOthersQuestion: 'Logga ut överallt annars?',
  othersEnd: ({ count }) =>
    inWords.plural(count, {
      one: 'Du loggas ut i en annan webbläsare.',
      other: `Du loggas ut i ${inWords.number(count)} andra webbläsare.`,
    }),
  othersUnknown: 'Webbläsare där du har loggat in tidigare räknas som nya igen.',
  othersForgotten: 'Alla andra webbläsare räknas nu som nya.',
  staysHere: 'Du förblir inloggad i den här webbläsaren.',
  appsStay:
    'Appar som öppnades där kan också logga ut dig. Andra appar förblir anslutna. Koppla bort dem som du inte känner igen under Appar.',
  othersEnded: ({ count }) =>
    inWords.plural(count, {
      one: 'En annan webbläsare är utloggad.',
      other: `${inWords.number(count)} andra webbläsare är utloggade.`,
    }),
  changePassword: 'Om någon annan kan känna till ditt lösenord bör du också byta det.',
}

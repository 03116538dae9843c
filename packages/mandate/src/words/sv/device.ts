import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const device: Words['device'] = {
  title: 'Anslut en enhet',
  about: 'Skriv in koden som din enhet visar.',
  aboutLink: 'Den här koden kom med en länk. Fortsätt bara om din enhet visar samma kod.',
  code: 'Kod',
  codeHint: 'Åtta bokstäver, till exempel WDJB-MJHT. Stora bokstäver och streck spelar ingen roll.',
  goOn: 'Fortsätt',
  warning:
    'Har någon skickat koden eller en länk till den här sidan till dig? Stäng den i så fall. Den som skickade den skulle få åtkomst till ditt konto.',
  missing: 'Skriv in koden som din enhet visar.',
  malformed: 'En kod har åtta bokstäver och inga vokaler. Titta på din enhet igen.',
  unknown:
    'Ingen enhet väntar med den här koden. Kontrollera att den är rätt skriven. Om den är det har den gått ut: börja om på enheten.',
  used: 'Koden har redan använts. Börja om på enheten.',
  wait: ({ span }) => phrase`För många felaktiga koder. Försök igen om ${span}.`,
  question: ({ client }) => phrase`Ansluta en enhet som använder ${client}?`,
  onlyIfYou:
    'Fortsätt bara om du själv nyss började det här på en enhet framför dig. Om någon har skickat en kod eller en länk till dig, neka.',
  codeOnDevice: 'Enheten visar',
  fromWhere: 'Varifrån',
  deviceWith: ({ client }) => phrase`En enhet som använder ${client}`,
  fromNetwork: ({ network }) => phrase`En enhet med nätverksadressen ${network}`,
  fromAgent: ({ agent, network }) => phrase`${agent}, nätverksadress ${network}`,
  serviceAsked: 'Appen frågade för sin enhet. Var enheten finns vet ingen här.',
  asked: ({ when }) => phrase`Frågade ${when}`,
  elsewhere:
    'Det är inte nätverket som du är i. Det är normalt om enheten har en annan anslutning än den här webbläsaren. Om enheten inte är din, neka.',
  afterwards: 'Vad du än väljer, gå tillbaka till enheten efteråt.',
  doneTitle: 'Ansluten',
  done: 'Gå tillbaka till din enhet: den fortsätter av sig själv om några sekunder. Du kan stänga den här sidan.',
  undo: ({ account }) => phrase`Du kan koppla bort den när som helst i ${account('ditt konto')}.`,
  deniedTitle: 'Inte ansluten',
  denied: 'Enheten fick ingen åtkomst till ditt konto. Du kan stänga den här sidan.',
}

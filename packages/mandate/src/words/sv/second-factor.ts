import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const secondFactor: Words['secondFactor'] = {
  title: 'Ange din kod',
  clientAsks: ({ client }) => phrase`${client} ber dig bekräfta att det är du.`,
  openApp: 'Öppna autentiseringsappen i telefonen och ange de sex siffror som den visar.',
  code: 'Kod från appen',
  recoveryTitle: 'Ange en återställningskod',
  recoveryMeaning:
    'Du fick tio återställningskoder när du lade till det andra steget. Varje kod fungerar en gång.',
  recoveryCode: 'Återställningskod',
  button: 'Fortsätt',
  lostPhone: 'Har du tappat bort telefonen? Använd en återställningskod',
  passkeyTitle: 'Använd din lösennyckel',
  passkeyMeaning: 'Webbläsaren frågar efter lösennyckeln till ditt konto.',
  passkeyInstead: 'Skapa en lösennyckel i stället',
  usePasskey: 'Använd en lösennyckel',
  lostPasskey: 'Har du tappat bort din lösennyckel? Använd en återställningskod',
  back: 'Gå tillbaka',
  noCodes: ({ brand }) =>
    `Om du inte heller har någon återställningskod kan du be dem som driver ${brand} om hjälp.`,
  signedInAs: ({ person }) => phrase`Du loggar in som ${person}.`,
  otherPerson: 'Logga in som någon annan',
  missing: 'Ange koden.',
  wrong: 'Koden stämmer inte',
  wrongApp:
    'Ange appens senaste kod. Om koderna fortsätter att misslyckas, kontrollera att telefonens klocka ställs in automatiskt.',
  wrongRecovery: 'Kontrollera varje tecken. Koden kan också komma från en äldre lista.',
  used: 'Koden har redan använts',
  usedApp: 'Vänta tills appen visar nästa kod, högst en halv minut.',
  usedRecovery: 'Ta en annan kod från din lista.',
  tooMany: 'För många försök',
  wait: ({ seconds }) =>
    `Vänta ${inWords.span(seconds)} och försök sedan igen. Ditt konto är inte låst.`,

  setUp: 'Lägg till en autentiseringsapp',
  policy: ({ brand }) =>
    `Din inloggning hos ${brand} kräver ett andra steg: en kod från en app i telefonen.`,
  clientNeeds: ({ client }) =>
    phrase`Det som ${client} ber om kräver ett andra steg vid inloggning: en kod från en app i telefonen.`,
  install:
    'Installera en autentiseringsapp i telefonen, till exempel Aegis, 2FAS, Google Authenticator eller din lösenordshanterare.',
  scan: 'Skanna den här koden med appen.',
  qr: 'QR-kod för autentiseringsappen',
  orType: 'Ingen kamera? Ange den här nyckeln i appen:',
  enter: 'Ange de sex siffror som appen visar.',
  confirm: 'Slå på',
  keyTooOld: 'Sidan var öppen för länge. Skanna den nya koden nedan.',

  codesTitle: 'Spara dina återställningskoder',
  codesMeaning:
    'Om du tappar bort telefonen släpper en av de här koderna in dig. Varje kod fungerar en gång. Förvara dem där du hittar dem utan telefonen: på papper eller i din lösenordshanterare.',
  codesOnce: 'De visas bara nu.',
  codesDone: 'Jag har sparat dem',

  section: 'Andra steg vid inloggning',
  sectionMeaning:
    'En kod från telefonen efter lösenordet, så att det inte räcker att stjäla lösenordet.',
  app: 'Autentiseringsapp',
  appOff: 'Inte tillagd',
  appSince: ({ day }) => phrase`Sedan ${day}`,
  appSetUp: 'Lägg till',
  appReplace: 'Lägg till en ny telefon',
  appTurnOff: 'Stäng av',
  codes: 'Återställningskoder',
  codesLeft: ({ count }) =>
    inWords.plural(count, { one: `${count} kod kvar`, other: `${count} koder kvar` }),
  codesRenew: 'Skapa nya koder',
  owner:
    'Vid varje inloggning anger du en kod från telefonen efter lösenordet. Då räcker det inte att stjäla ditt lösenord.',
  newPhone: 'Din gamla telefon fungerar tills du har angett en kod från den nya.',
  added: 'Din autentiseringsapp är tillagd.',
  removed: 'Din autentiseringsapp är avstängd.',
  removedMeaning: 'Du loggar in med bara lösenordet. Återställningskoderna gäller inte längre.',
  needed: 'Ett andra steg vid inloggning krävs här, så det går inte att stänga av.',
  recoveryUsed: 'Du loggade in med en återställningskod. Den fungerar inte igen.',
  recoveryNext: 'Om du har en ny telefon kan du lägga till den här.',
  turnOffTitle: 'Stänga av det andra steget?',
  turnOffEnds: 'Ditt lösenord räcker för att logga in.',
  turnOffCodes: 'Dina återställningskoder slutar gälla.',
  renewTitle: 'Skapa nya återställningskoder?',
  renewEnds: 'Koderna som du har nu slutar gälla.',
}

import type { Words } from '../en/en.ts'

const tellThem =
  'Gå tillbaka till appen och börja om. Om du ser den här sidan igen, säg till dem som driver appen.'

export const errors: Words['errors'] = {
  unknownClient: {
    title: 'Appen är inte registrerad här',
    happened:
      'Länken som ledde hit anger en app som inte är registrerad hos oss, eller som har stängts av. Appen har inte fått veta något om dig.',
    next: 'Gå tillbaka till appen och säg till dem som driver den.',
  },
  clientHeld: {
    title: 'Appen måste godkännas först',
    happened:
      'Appen uppger att den kommer från domänen ovan. De som driver servern har ännu inte bestämt om de godtar appar därifrån. Appen har inte fått veta något om dig.',
    next: 'Säg till dem att du vill använda appen. När de har godkänt den börjar du om från appen.',
  },
  clientDenied: {
    title: 'Appen godtas inte här',
    happened:
      'Appen uppger att den kommer från domänen ovan. De som driver servern godtar inte appar därifrån. Appen har inte fått veta något om dig.',
    next: 'Om du tror att det är ett misstag, säg till dem som driver servern.',
  },
  documentRefused: {
    title: 'Appen kan inte kännas igen',
    happened:
      'Appen uppger att dess beskrivning finns på domänen ovan. Beskrivningen kunde inte läsas eller är inte giltig. Appen har inte fått veta något om dig.',
    next: 'Försök igen om några minuter. Om du ser den här sidan igen, säg till dem som driver appen.',
  },
  wrongRedirectUri: {
    title: 'Returadressen är inte registrerad',
    happened:
      'Appen ville skicka dig till en adress som inte är registrerad hos oss. För att skydda dig har vi inte skickat dig dit.',
    next: tellThem,
  },
  incompleteRequest: {
    title: 'Länken är ofullständig',
    happened: 'En del av länken som ledde hit saknas eller går inte att läsa.',
    next: 'Gå tillbaka till appen och börja om därifrån.',
  },
  foreignForm: {
    title: 'Formuläret kom från en annan webbplats',
    happened: 'För att skydda dig har inget ändrats.',
    next: 'Gå tillbaka till där du började och försök igen.',
  },
  otherBrowser: {
    title: 'Börja om',
    happened: 'Inloggningen började i en annan webbläsare, eller så är kakor blockerade.',
    next: 'Gå tillbaka till appen och börja om, med kakor tillåtna för den här webbplatsen.',
  },
  requestOver: {
    title: 'Den här inloggningen är över',
    happened: 'Den har redan slutförts, eller så påbörjades den för länge sedan.',
    next: 'Gå tillbaka till appen och börja om därifrån.',
  },
  cookiesBlocked: {
    title: 'Kakor är blockerade',
    happened: 'Din webbläsare sparade inte kakan som behövs för att logga in.',
    next: 'Tillåt kakor för den här webbplatsen och försök sedan igen.',
  },
  logOutRefused: {
    title: 'Den här begäran om utloggning är inte giltig',
    happened:
      'En app ville logga ut dig, men en del av dess begäran kan inte användas. Inget har avslutats.',
    next: 'Använd knappen om du vill logga ut.',
  },
  notFound: {
    title: 'Det finns ingen sida här',
    happened: 'Adressen kan vara felskriven, eller så har sidan flyttats.',
    next: 'Kontrollera adressen, eller öppna ditt konto.',
  },
  wrongMethod: {
    title: 'Det går inte att göra här',
    happened: 'Adressen finns, men den tar inte emot en sådan begäran.',
    next: 'Gå tillbaka och använd länken eller knappen på föregående sida.',
  },
  tooLarge: {
    title: 'Begäran är för lång',
    happened: 'Det skickades mer än vad servern tar emot, så inget har lästs.',
    next: 'Gå tillbaka och börja om. Om du ser den här sidan igen, säg till dem som driver appen.',
  },
  headersTooLong: {
    title: 'Din webbläsare skickade för mycket',
    happened: 'Kakorna eller adressen är längre än vad servern tar emot.',
    next: 'Ta bort kakorna för den här webbplatsen och börja sedan om.',
  },
  serverError: {
    title: 'Något gick fel hos oss',
    happened: 'Felet är vårt, inte ditt. De som driver servern kan se det i loggen.',
    next: 'Försök igen om en stund. Händer det igen, ge dem referensen nedan.',
  },
  unavailable: {
    title: 'Tjänsten är tillfälligt otillgänglig',
    happened: 'Servern är upptagen eller når inte sin databas. Inget har gått förlorat.',
    next: 'Vänta några sekunder och försök sedan igen.',
  },
}

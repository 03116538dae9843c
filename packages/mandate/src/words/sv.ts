/** Swedish. It addresses people as "du", and keeps the English term where OAuth has no Swedish one. */

import type { Words } from './en.ts'
import { formats } from './formats.ts'
import { phrase } from './phrase.ts'

const inWords = formats('sv-SE', {
  justNow: 'just nu',
  units: {
    year: { one: 'ett år', other: 'år' },
    day: { one: 'en dag', other: 'dagar' },
    hour: { one: 'en timme', other: 'timmar' },
    minute: { one: 'en minut', other: 'minuter' },
    second: { one: 'en sekund', other: 'sekunder' },
  },
})

const tellThem =
  'Gå tillbaka till appen och börja om. Om du ser den här sidan igen, säg till dem som driver appen.'

export const sv: Words = {
  language: 'sv',
  direction: 'ltr',
  inWords,

  home: {
    title: 'Välkommen',
    heading: 'Hantera apparna som är anslutna till ditt konto',
    about:
      'Logga in för att se vilka appar som får agera åt dig, och koppla bort dem du inte längre använder. Apparna ser aldrig ditt lösenord.',
    signIn: 'Logga in på ditt konto',
    open: 'Öppna ditt konto',
    signedInAs: ({ email }) => phrase`Inloggad som ${email}`,
    developers: 'Bygger du en app?',
    issuer: ({ metadata }) =>
      phrase`Ange denna issuer i ditt OAuth 2.0-bibliotek. Biblioteket hittar adresserna i ${metadata('serverns metadata')}.`,
    refused: ({ link }) => phrase`Har en begäran nekats? ${link('Ta reda på varför.')}`,
  },

  signIn: {
    toAccount: 'Logga in på ditt konto',
    toApp: ({ client }) => phrase`Logga in för att fortsätta till ${client}`,
    email: 'E-postadress',
    password: 'Lösenord',
    button: 'Logga in',
    onlyWeSee: ({ brand }) => `Bara ${brand} ser ditt lösenord.`,
    neverSees: ({ client }) => phrase`${client} gör det aldrig.`,
    wrongCredentials: 'Fel e-postadress eller lösenord',
    checkBoth: 'Kontrollera båda och försök igen. Lösenordet skiljer på stora och små bokstäver.',
    mayBeRight:
      'Just nu kan vi inte kontrollera alla lösenord. Om ditt kan vara rätt, försök igen om några minuter.',
    tooManyAttempts: 'För många försök',
    wait: ({ seconds }) =>
      `Vänta ${inWords.span(seconds)} och försök sedan igen. Ditt konto är inte låst.`,
    enterBoth: 'Ange din e-postadress och ditt lösenord.',
    enterEmail: 'Ange din e-postadress.',
    enterPassword: 'Ange ditt lösenord.',
    busy: 'Just nu är det för många som loggar in',
    notChecked: 'Ditt lösenord har inte kontrollerats. Försök igen om några sekunder.',
    signedOut: 'Du är utloggad.',
    pageTooOld: 'Sidan var öppen för länge. Logga in igen.',
    sessionEnded: 'Du hade loggats ut. Inget har ändrats.',
    signInToGoOn: 'Logga in för att fortsätta.',
    continueWith: ({ way }) => phrase`Fortsätt med ${way}`,
    or: 'eller',

    ways: {
      unreachable: ({ way }) => phrase`${way} går inte att nå just nu`,
      tryLater: 'Inget har ändrats. Försök igen om några minuter.',
      notTrusted: ({ way }) => phrase`Svaret från ${way} kunde inte kontrolleras`,
      nobodySignedIn: 'För säkerhets skull har ingen loggats in. Försök igen.',
      expired: 'Det tog för lång tid',
      startAgain: 'Ingen har loggats in. Du kan börja om här.',
      notBegunHere: 'Den här inloggningen kan inte fortsätta',
      usedOrElsewhere:
        'Den var redan använd, eller så började den i en annan webbläsare. Ingen har loggats in. Börja om här eller i appen.',
      refused: ({ way }) => phrase`${way} loggade inte in dig`,
      itSays: ({ reason }) => phrase`Därifrån meddelas: ${reason}`,
      accountDisabled: 'Ditt konto är avstängt',
      notProvisioned: ({ way }) => phrase`Du är inloggad hos ${way} men har inget konto här`,
      askOperator: ({ brand }) => `Be dem som driver ${brand} att släppa in dig.`,
      accountChanged: 'Ditt konto ändrades i samma ögonblick',
      notRecent: ({ way }) => phrase`${way} bad dig inte att logga in på nytt`,
      signOutThere: ({ way }) =>
        phrase`En ny inloggning krävs. Logga ut från ${way} och försök sedan igen.`,
    },
  },

  consent: {
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
  },

  account: {
    title: 'Ditt konto',
    signedInAs: 'Inloggad som',
    signOut: 'Logga ut',
    apps: 'Anslutna appar',
    actForYou: 'De här apparna får agera åt dig. När du kopplar bort en app gäller det genast.',
    noApps: 'Inga anslutna appar',
    howToConnect: ({ brand }) =>
      `Börja i appen när du vill ansluta den: välj ”Anslut” eller ”Logga in med ${brand}” där. När du har godkänt den här visas den på den här sidan.`,
    app: 'App',
    itCan: 'Appen får',
    since: 'Ansluten sedan',
    lastUsed: 'Senast använd',
    never: 'Aldrig',
    disconnect: 'Koppla bort',
    disconnectApp: ({ client }) => phrase`Koppla bort ${client}`,
    approvedEarlier: 'Tidigare godkänd, inte ansluten nu. Appen kan ansluta igen utan att fråga.',
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
  },

  signOut: {
    title: 'Logga ut?',
    signedInAs: ({ email }) => phrase`Du är inloggad som ${email}. Dina appar förblir anslutna.`,
    button: 'Logga ut',
    back: 'Tillbaka till ditt konto',
  },

  connect: {
    inUse: 'Du kanske redan har ett konto',
    notByAddress: ({ way, email }) =>
      phrase`Ett konto här har adressen ${email}, som ${way} känner dig under. Bara adressen bevisar inte att kontot är ditt.`,
    signInOnce: ({ way }) =>
      phrase`Logga in på det kontot en gång, så kan du koppla det till ${way}.`,
    signIn: 'Logga in på det kontot',
    separate: ({ way }) => phrase`Skapa ett nytt konto med ${way}`,
    otherWay: 'Logga in på ett annat sätt',
    firstSignIn: ({ way }) => phrase`Logga in på kontot som du vill koppla till ${way}.`,
    question: 'Koppla ihop de här två?',
    there: ({ way }) => phrase`Hos ${way}`,
    here: 'Ditt konto här',
    somebody: ({ way }) => phrase`Kontot som du använde hos ${way}`,
    meaning: ({ way }) =>
      phrase`Sedan loggas den som loggar in hos ${way} med det kontot in på ditt konto här.`,
    onlyIf: 'Gör det bara om du själv bad om det och kontot där är ditt.',
    decision: 'Beslut',
    leave: 'Inte nu',
    connect: 'Koppla',
  },

  waysIn: {
    title: 'Sätt att logga in',
    password: 'Lösenord',
    since: ({ day }) => phrase`Kopplat sedan ${day}`,
    none: 'Inte kopplat',
    disconnect: ({ way }) => phrase`Koppla bort ${way}`,
    connect: ({ way }) => phrase`Koppla ${way}`,
    connected: ({ way }) => phrase`${way} är kopplat. Nu kan du logga in med det.`,
    isConnected: ({ way }) => phrase`Det kontot hos ${way} är redan kopplat. Inget har ändrats.`,
    isSomebodyElses: ({ way }) =>
      phrase`Det kontot hos ${way} är kopplat till ett annat konto här. Inget har ändrats.`,
    notConnected: ({ way }) => phrase`${way} kopplades inte. Inget har ändrats.`,
    disconnected: ({ way }) => phrase`${way} är bortkopplat. Du kan inte längre logga in med det.`,
    isLast: 'Det är ditt enda sätt att logga in, så det är kvar. Koppla ett annat först.',
  },

  formPost: {
    title: ({ client }) => phrase`Tillbaka till ${client}`,
    about: 'Du skickas tillbaka till appen. Välj Fortsätt om inget händer.',
    button: 'Fortsätt',
  },

  scopes: {
    all: 'Full åtkomst. Appen får göra allt som du själv kan göra.',
    openid: 'Veta att det är du',
    email: 'Se din e-postadress',
    profile: 'Se ditt namn',
    offline_access: 'Vara ansluten även när du inte använder den',
  },
  onlyIn: ({ apis }) => phrase`Endast i ${inWords.list(apis)}`,
  noAddress: 'ett konto utan e-postadress',
  unknownScope: ({ token }) => `Använda behörigheten ”${token}”`,

  error: {
    code: 'Fel',
    forDevelopers: 'För utvecklare',
    reference: 'Referens',
    openAccount: 'Öppna ditt konto',
    tryAgain: 'Försök igen',
  },

  errors: {
    unknownClient: {
      title: 'Appen är inte registrerad här',
      happened:
        'Länken som ledde hit anger en app som inte är registrerad hos oss, eller som har stängts av. Appen har inte fått veta något om dig.',
      next: 'Gå tillbaka till appen och säg till dem som driver den.',
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
    cookiesBlocked: {
      title: 'Kakor är blockerade',
      happened: 'Din webbläsare sparade inte kakan som behövs för att logga in.',
      next: 'Tillåt kakor för den här webbplatsen och försök sedan igen.',
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
  },

  codes: {
    invalid_request: {
      title: 'Begäran var ofullständig eller felaktig',
      meaning:
        'En parameter saknades, upprepades eller hade ett värde som den inte kan ha. Vilken det är står i svarets error_description.',
    },
    invalid_client: {
      title: 'Klienten kunde inte autentiseras',
      meaning:
        'Klientens id är okänt, hemligheten är fel, eller så har klienten stängts av. Jämför båda med det som visades vid registreringen.',
    },
    invalid_grant: {
      title: 'Koden eller uppdateringstokenen var inte giltig',
      meaning:
        'Den är okänd, har gått ut, är redan använd, har återkallats eller utfärdades till en annan klient; eller så är redirect URI eller PKCE-verifieraren inte den som den utfärdades för. Vilket det är står i svarets error_description.',
    },
    invalid_scope: {
      title: 'Omfånget var inte tillgängligt',
      meaning:
        'Omfånget (scope) är felaktigt, okänt eller vidare än vad klienten får begära eller har beviljats.',
    },
    invalid_target: {
      title: 'API:et var inte tillgängligt',
      meaning: 'Parametern resource anger ett API som är okänt här eller inte har beviljats.',
    },
    unsupported_grant_type: {
      title: 'Denna grant_type erbjuds inte',
      meaning: 'De som erbjuds står i serverns metadata.',
    },
    unauthorized_client: {
      title: 'Klienten får inte göra detta',
      meaning: 'Den är inte registrerad för denna grant_type eller response_type.',
    },
    unsupported_response_type: {
      title: 'Denna response_type erbjuds inte',
      meaning: 'Den enda response_type här är code.',
    },
    access_denied: {
      title: 'Åtkomst nekades',
      meaning:
        'Användaren nekade åtkomst, eller så är åtkomst inte möjlig för den här klienten eller det här kontot.',
    },
    request_not_supported: {
      title: 'Request-objekt stöds inte',
      meaning: 'Skicka auktoriseringsbegärans parametrar en och en, utan request.',
    },
    request_uri_not_supported: {
      title: 'request_uri stöds inte',
      meaning: 'Skicka auktoriseringsbegärans parametrar en och en, utan request_uri.',
    },
    login_required: {
      title: 'Användaren måste logga in',
      meaning:
        'Begäran förbjöd alla sidor med prompt=none, och ingen var inloggad. Skicka den igen utan prompt=none.',
    },
    interaction_required: {
      title: 'Användaren måste göra något för att logga in',
      meaning:
        'Begäran förbjöd alla sidor med prompt=none, och användaren måste göra något innan inloggningen är klar. Skicka den igen utan prompt=none.',
    },
    consent_required: {
      title: 'Användaren måste ge sitt samtycke',
      meaning:
        'Begäran förbjöd alla sidor med prompt=none, och samtycke behövdes. Skicka den igen utan prompt=none.',
    },
    not_found: {
      title: 'Det finns inget på den här adressen',
      meaning:
        'Begäran skickades till en adress som inte är en slutpunkt på den här servern. Den rätta står i svarets error_description, och alla i serverns metadata.',
    },
    server_error: {
      title: 'Något gick fel på servern',
      meaning: 'Det var inget fel på begäran. Skicka den igen om en stund.',
    },
    temporarily_unavailable: {
      title: 'Servern var tillfälligt otillgänglig',
      meaning: 'Inget har gått förlorat. Skicka samma begäran igen.',
    },
  },
  giveReference: 'Om det inte hjälper, ge den som driver servern referensen nedan.',

  clientSignIn: {
    one: {
      heading: 'Skickade din klient denna begäran?',
      promise: 'Med klientens id och hemlighet ser du den exakta orsaken.',
      button: 'Visa orsaken',
    },
    all: {
      heading: 'Logga in som din klient',
      promise: 'Ange det id och den hemlighet som klienten autentiserar sig med.',
      button: 'Visa nekade begäranden',
    },
    failed:
      'Det gick inte. Kontrollera klientens id och hemlighet. Bara klienten som skickade en begäran kan se orsaken.',
    id: 'Klientens id',
    secret: 'Klientens hemlighet',
    publicClient: ({ code }) =>
      phrase`En publik klient har ingen hemlighet. I dess svar står i ${code('error_description')} vad som var fel, och resten hittar den som driver servern med hjälp av referensen.`,
  },

  refusedRequests: {
    title: 'Nekade begäranden',
    client: 'Klient',
    none: ({ days }) =>
      `Ingen begäran från den här klienten har nekats de senaste ${inWords.number(days)} dagarna.`,
    latest: ({ days }) =>
      `De senaste ${inWords.number(days)} dagarnas nekade begäranden, de nyaste först. Det tar ungefär en sekund innan en begäran syns här.`,
    reason: 'Orsak',
    when: 'När',
    request: 'Begäran',
    error: 'Fel',
    why: 'Varför nekades en begäran?',
    about: ({ code }) =>
      phrase`Varje felsvar från den här servern har en ${code('error_uri')} som leder till orsaken. Den här sidan visar alla nekade begäranden från din klient.`,
  },
}

function often(times: number): string {
  return inWords.plural(times, { one: 'en gång', other: `${inWords.number(times)} gånger` })
}

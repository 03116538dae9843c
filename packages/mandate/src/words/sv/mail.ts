import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const mail: Words['mail'] = {
  when: 'När',
  browser: 'Webbläsare',
  network: 'Nätverksadress',
  reason: ({ brand }) =>
    phrase`${brand} skickar det här meddelandet eftersom det gäller ditt konto. Svar på det läses inte.`,
  passwordChanged: {
    subject: ({ brand }) => phrase`Ditt lösenord hos ${brand} har ändrats`,
    happened: ({ email, brand }) =>
      phrase`Lösenordet för ditt konto ${email} hos ${brand} har ändrats.`,
    next: 'Om det var du som ändrade det behöver du inte göra något. Om det inte var du kan någon annan använda ditt konto: välj ett nytt lösenord nu.',
    button: 'Välj ett nytt lösenord',
  },
  newBrowser: {
    subject: ({ brand }) => phrase`Ny inloggning på ditt konto hos ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Någon har loggat in på ditt konto ${email} hos ${brand} med en okänd webbläsare.`,
    next: 'Om det var du behöver du inte göra något. Om det inte var du, byt lösenord nu: då loggas den andra webbläsaren ut.',
    button: 'Kontrollera ditt konto',
  },
  signedOutEverywhere: {
    subject: ({ brand }) => phrase`Ditt konto hos ${brand} har loggats ut överallt`,
    happened: ({ email, brand }) =>
      phrase`Alla webbläsare som var inloggade på ditt konto ${email} hos ${brand} har loggats ut.`,
    next: 'Om det var du som gjorde det behöver du inte göra något mer. Om det inte var du kunde någon annan använda ditt konto: byt lösenord nu.',
    button: 'Kontrollera ditt konto',
  },
  passkeyAdded: {
    subject: ({ brand }) => phrase`En lösennyckel har lagts till på ditt konto hos ${brand}`,
    happened: ({ name, email, brand }) =>
      phrase`Lösennyckeln ”${name}” kan nu användas för att logga in på ditt konto ${email} hos ${brand}.`,
    next: 'Om det var du som lade till den behöver du inte göra något. Om det inte var du, ta bort den och byt lösenord nu.',
    button: 'Kontrollera dina lösennycklar',
  },
  passkeyRemoved: {
    subject: ({ brand }) => phrase`En lösennyckel har tagits bort från ditt konto hos ${brand}`,
    happened: ({ name, email, brand }) =>
      phrase`Lösennyckeln ”${name}” kan inte längre användas för att logga in på ditt konto ${email} hos ${brand}.`,
    next: 'Om det var du som tog bort den behöver du inte göra något. Om det inte var du kan någon annan använda ditt konto: byt lösenord nu.',
    button: 'Kontrollera dina lösennycklar',
  },
  passkeyCloned: {
    subject: ({ brand }) => phrase`En lösennyckel för ditt konto hos ${brand} har spärrats`,
    happened: ({ name, email, brand }) =>
      phrase`Lösennyckeln ”${name}” för ditt konto ${email} hos ${brand} användes på ett sätt som tyder på att det finns en kopia av den. Den har spärrats, och ingen kan logga in med den.`,
    next: 'Logga in på ett annat sätt, ta bort lösennyckeln och lägg till en ny. Om det händer igen är enheten som förvarar dina lösennycklar kanske inte säker.',
    button: 'Kontrollera dina lösennycklar',
  },
  totpAdded: {
    subject: ({ brand }) => phrase`En autentiseringsapp har lagts till på ditt konto hos ${brand}`,
    happened: ({ email, brand }) =>
      phrase`För att logga in på ditt konto ${email} hos ${brand} behövs nu också en kod från en autentiseringsapp.`,
    next: 'Om det var du som lade till den, förvara dina återställningskoder på ett säkert ställe; mer behöver du inte göra. Om det inte var du kan någon annan använda ditt konto: byt lösenord nu.',
    button: 'Kontrollera ditt konto',
  },
  totpRemoved: {
    subject: ({ brand }) =>
      phrase`Autentiseringsappen har tagits bort från ditt konto hos ${brand}`,
    happened: ({ email, brand }) =>
      phrase`För att logga in på ditt konto ${email} hos ${brand} behövs inte längre någon kod från en autentiseringsapp.`,
    next: 'Om det var du som tog bort den, eller bad om det, behöver du inte göra något. Om det inte var du kan någon annan använda ditt konto: byt lösenord nu.',
    button: 'Kontrollera ditt konto',
  },
  recoveryCodesMade: {
    subject: ({ brand }) => phrase`Nya återställningskoder för ditt konto hos ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Nya återställningskoder har skapats för ditt konto ${email} hos ${brand}. De gamla fungerar inte längre.`,
    next: 'Om det var du som skapade dem behöver du inte göra något. Om det inte var du kan någon annan använda ditt konto: byt lösenord nu och skapa sedan nya koder.',
    button: 'Kontrollera ditt konto',
  },
  recoveryCodeUsed: {
    subject: ({ brand }) => phrase`En återställningskod för ditt konto hos ${brand} har använts`,
    happened: ({ email, brand }) =>
      phrase`Någon har loggat in på ditt konto ${email} hos ${brand} med en återställningskod i stället för en kod från autentiseringsappen.`,
    next: 'Om det var du behöver du inte göra något; varje kod fungerar en gång, så skapa nya när få är kvar. Om det inte var du, byt lösenord nu och skapa sedan nya koder.',
    button: 'Kontrollera ditt konto',
  },
  addressChanged: {
    subject: ({ brand }) => phrase`Din adress hos ${brand} har ändrats`,
    happened: ({ email, newEmail, brand }) =>
      phrase`Ditt konto hos ${brand} använder nu adressen ${newEmail} vid inloggning, inte längre ${email}.`,
    nextAtNew:
      'Om det var du som ändrade den behöver du inte göra något. Om det inte var du kan någon annan använda ditt konto: byt lösenord nu.',
    nextAtOld:
      'Om det var du som ändrade den behöver du inte göra något. Om det inte var du, öppna länken i meddelandet som tidigare kom till den här adressen: den tar tillbaka ändringen.',
    button: 'Kontrollera ditt konto',
  },
  deletionAsked: {
    subject: ({ brand }) => phrase`Ditt konto hos ${brand} kommer att tas bort`,
    happened: ({ email, brand, day }) =>
      phrase`Ditt konto ${email} hos ${brand} har stängts och tas bort den ${day}. Inga appar kan längre använda det.`,
    next: 'Om du vill behålla det, logga in före den dagen. Om det inte var du som bad om det, logga in, behåll kontot och byt lösenord.',
    button: 'Behåll ditt konto',
  },
  deletionStopped: {
    subject: ({ brand }) => phrase`Ditt konto hos ${brand} tas inte bort`,
    happened: ({ email, brand }) =>
      phrase`Ditt konto ${email} hos ${brand} finns kvar. Appar som var anslutna måste anslutas igen.`,
    next: 'Om det var du som behöll det behöver du inte göra något. Om det inte var du, byt lösenord nu.',
    button: 'Kontrollera ditt konto',
  },
  wayConnected: {
    subject: ({ brand }) => phrase`Ett nytt sätt att logga in på ditt konto hos ${brand}`,
    happened: ({ provider, email, brand }) =>
      phrase`Ditt konto ${email} hos ${brand} kan nu användas genom att logga in hos ${provider}.`,
    next: 'Om det var du som anslöt det behöver du inte göra något. Om det inte var du, koppla från det och byt lösenord nu.',
    button: 'Kontrollera ditt konto',
  },
  wayDisconnected: {
    subject: ({ brand }) =>
      phrase`Ett sätt att logga in på ditt konto hos ${brand} har tagits bort`,
    happened: ({ provider, email, brand }) =>
      phrase`Ditt konto ${email} hos ${brand} kan inte längre användas genom att logga in hos ${provider}.`,
    next: 'Om det var du som kopplade från det behöver du inte göra något. Om det inte var du kan någon annan använda ditt konto: byt lösenord nu.',
    button: 'Kontrollera ditt konto',
  },
  appConnected: {
    subject: ({ client, brand }) => phrase`${client} är ansluten till ditt konto hos ${brand}`,
    happened: ({ client, email, brand }) =>
      phrase`${client} har fått tillåtelse och kan nu använda ditt konto ${email} hos ${brand} åt dig.`,
    next: 'Om det var du som tillät det behöver du inte göra något. Om det inte var du, koppla från appen och byt lösenord nu.',
    button: 'Se dina anslutna appar',
  },
  tokenReused: {
    subject: ({ client, brand }) => phrase`${client} har kopplats från ditt konto hos ${brand}`,
    happened: ({ client, email, brand }) =>
      phrase`En av ${client}s anslutningar till ditt konto ${email} hos ${brand} har avslutats, eftersom en av dess nycklar användes en andra gång.`,
    meaning:
      'En app får en ny nyckel varje gång den använder den gamla. Om en gammal nyckel kommer tillbaka har appen antingen gjort fel, eller så har någon kopierat nyckeln. Ingen kan avgöra vilket, så anslutningen avslutades: varken den gamla nyckeln eller någon som kom efter den fungerar längre. Det gäller inte ditt lösenord.',
    next: ({ client }) =>
      phrase`Om du fortfarande använder ${client}, anslut den igen därifrån. Om det händer igen, säg till dem som gör ${client}.`,
    button: 'Se dina anslutna appar',
  },
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const mailedLinks: Words['mailedLinks'] = {
  forgot: {
    link: 'Glömt lösenordet?',
    title: 'Välj ett nytt lösenord',
    about:
      'Ange e-postadressen som du loggar in med. Vi skickar en länk där du kan välja ett nytt lösenord.',
    button: 'Skicka länken',
    missing: 'Ange din e-postadress.',
    invalid: 'Det här är ingen e-postadress. Ange en som namn@example.com.',
    sent: 'Titta i din e-post',
    onItsWay: ({ email }) =>
      phrase`Om det finns ett konto för ${email} är ett mejl med en länk på väg.`,
    goodFor: 'Länken gäller i 30 minuter och kan användas en gång.',
    notArrived:
      'Om det inte kommer något mejl inom några minuter, titta i skräpposten och kontrollera adressen.',
    again: 'Skicka ett mejl till',
    back: 'Tillbaka till inloggningen',
  },

  reset: {
    title: 'Välj ett nytt lösenord',
    whatEnds: 'Du loggas ut överallt, kanske även från vissa appar. Andra appar förblir anslutna.',
    done: 'Ditt lösenord är ändrat. Logga in med det nu.',
  },

  stopChange: {
    title: 'Behåll din adress och välj ett nytt lösenord',
    about: ({ newEmail }) =>
      phrase`Ditt kontos adress blir inte ${newEmail}, eller ändras tillbaka. Den som bad om ändringen kan använda ditt konto, så välj ett nytt lösenord.`,
    review:
      'När du har loggat in, leta under Säkerhet och Appar efter sådant som du inte känner igen.',
  },

  confirm: {
    title: 'Bekräfta din adress',
    about: ({ email }) => phrase`Är ${email} adressen till ditt konto? Bekräfta den här.`,
    instead: ({ email, newEmail }) =>
      phrase`I fortsättningen loggar du in med ${newEmail} i stället för ${email}.`,
    button: 'Bekräfta',
    taken: ({ email }) => phrase`${email} har redan ett annat konto`,
    notChanged: 'Inget har ändrats. Välj en annan adress eller använd det andra kontot.',
    confirmed: 'Din adress är bekräftad',
    signInWith: ({ email }) => phrase`Du loggar in med ${email}.`,
    toAccount: 'Till ditt konto',
  },

  passwords: {
    newPassword: 'Nytt lösenord',
    again: 'Nytt lösenord igen',
    button: 'Byt lösenord',
    hint: ({ characters }) =>
      `Minst ${characters} tecken: några ord som inte hör ihop, eller ett lösenord från din lösenordshanterare.`,
    busy: 'Just nu är det för många som loggar in',
    notChanged: 'Ditt lösenord har inte ändrats. Försök igen om några sekunder.',
    missing: 'Ange ett nytt lösenord.',
    different: 'De två lösenorden är olika. Ange båda igen.',
    too_short: ({ characters }) => `Lösenordet är för kort. Använd minst ${characters} tecken.`,
    too_long: 'Lösenordet är för långt. Använd högst 1 024 tecken.',
    too_guessable: 'Lösenordet är lätt att gissa. Välj ett annat.',
    leaked: 'Lösenordet finns i en dataläcka, så andra kan komma att prova det. Välj ett annat.',
  },

  over: {
    titles: {
      used: 'Länken har använts',
      replaced: 'Det finns en nyare länk',
      expired: 'Länken har gått ut',
      withdrawn: 'Länken gäller inte längre',
      unknown: 'Länken är inte giltig',
    },
    reasons: {
      used: 'En länk fungerar bara en gång.',
      replaced: 'Du har bett om en länk till. Öppna den i det senaste mejlet.',
      expired: 'Den gällde bara en kort tid. Inget har ändrats.',
      withdrawn: 'Kontot har ändrats sedan länken skickades.',
      unknown: 'En del av den kan saknas, eller så är den mycket gammal. Öppna den i mejlet igen.',
    },
    next: {
      verify_address: 'Logga in för att få en ny länk om din adress fortfarande ska bekräftas.',
      reset_password: 'Om du fortfarande inte kan logga in kan du få en ny länk.',
      change_address: 'Logga in för att se vilken adress ditt konto har.',
      stop_change: 'Logga in för att se vilken adress ditt konto har.',
      let_browser_in: 'Logga in igen. Om du måste vänta kan du få en ny länk där.',
      register: 'Om du inte har något konto än kan du börja om från inloggningssidan.',
      invitation: 'Be den som bjöd in dig om en ny inbjudan.',
    },
    newLink: 'Få en ny länk',
    signIn: 'Till inloggningen',
  },
}

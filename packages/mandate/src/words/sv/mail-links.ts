import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const mailLinks: Words['mailLinks'] = {
  goodFor: ({ seconds }) => `Länken gäller i ${inWords.span(seconds)} och kan användas en gång.`,

  resetPassword: {
    subject: ({ brand }) => phrase`Välj ett nytt lösenord hos ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Någon har bett om ett nytt lösenord för kontot ${email} hos ${brand}.`,
    button: 'Välj ett nytt lösenord',
    unasked:
      'Om det inte var du kan du bortse från mejlet. Utan länken kan ingen ändra ditt lösenord.',
  },
  verifyAddress: {
    subject: ({ brand }) => phrase`Bekräfta din adress hos ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Bekräfta att ${email} är adressen till ditt konto hos ${brand}.`,
    button: 'Bekräfta adressen',
    unasked: 'Om du inte har något sådant konto kan du bortse från mejlet.',
  },
  changeAddress: {
    subject: ({ brand }) => phrase`Bekräfta din nya adress hos ${brand}`,
    asked: ({ email, newEmail, brand }) =>
      phrase`Den som har kontot ${email} hos ${brand} vill logga in med ${newEmail} i fortsättningen.`,
    button: 'Använd den här adressen',
    unasked: 'Om det inte är du kan du bortse från mejlet. Kontot behåller sin gamla adress.',
  },
  stopChange: {
    subject: ({ brand }) => phrase`Din adress hos ${brand} är på väg att ändras`,
    asked: ({ email, newEmail, brand }) =>
      phrase`Någon som är inloggad på ditt konto ${email} hos ${brand} vill ändra adressen till ${newEmail}. Ändringen gäller när den har bekräftats där.`,
    next: 'Om det var du behöver du inte göra något här. Om det inte var du kan någon annan använda ditt konto. Stoppa ändringen och välj ett nytt lösenord. Det går även efter ändringen, och då blir den här adressen kontots igen.',
    button: 'Det var inte jag',
  },
  letBrowserIn: {
    subject: ({ brand }) => phrase`Logga in hos ${brand} utan att vänta`,
    asked: ({ email, brand }) =>
      phrase`Någon fick vänta innan inloggningen på ditt konto ${email} hos ${brand}, eftersom det gjordes många felaktiga försök. Om det var du, öppna länken i den webbläsare som du vill logga in med. Då slipper den vänta.`,
    button: 'Fortsätt i den här webbläsaren',
    unasked:
      'Om det inte var du kan du bortse från det här mejlet. Länken räcker inte för att logga in: lösenordet behövs fortfarande.',
  },
  register: {
    subject: ({ brand }) => phrase`Skapa ditt konto hos ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Någon har bett om ett konto hos ${brand} för ${email}. Det finns inte än: öppna länken för att skapa det.`,
    button: 'Skapa kontot',
    unasked: 'Om det inte var du kan du bortse från mejlet. Då skapas inget konto.',
  },
  accountExists: {
    subject: ({ brand }) => phrase`Du har redan ett konto hos ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Någon har bett om ett konto hos ${brand} för ${email}, men adressen har redan ett. Logga in på det.`,
    button: 'Logga in',
    forgot: 'Välj ett nytt lösenord',
    unasked: 'Om det inte var du kan du bortse från mejlet. Inget har ändrats.',
  },
  invitation: {
    subject: ({ brand }) => phrase`Du är inbjuden till ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Du är inbjuden att skapa ett konto hos ${brand} för ${email}.`,
    button: 'Skapa kontot',
    unasked: 'Om du inte vill ha något konto kan du bortse från mejlet.',
  },
}

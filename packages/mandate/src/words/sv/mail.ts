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
    changed: ({ email, brand }) =>
      phrase`Lösenordet för ditt konto ${email} hos ${brand} har ändrats.`,
    next: 'Om det var du som ändrade det behöver du inte göra något. Om det inte var du kan någon annan använda ditt konto: välj ett nytt lösenord nu.',
    reset: 'Välj ett nytt lösenord',
  },
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const registration: Words['registration'] = {
  link: 'Skapa ett konto',
  title: 'Skapa ett konto',
  about: 'Ange din e-postadress. Vi skickar en länk där du kan skapa kontot.',
  onItsWay: ({ email }) => phrase`Ett mejl till ${email} är på väg.`,
  domain: ({ domains }) => phrase`Konton är bara för adresser hos ${domains}.`,

  choose: 'Skapa ditt konto',
  whose: ({ email }) => phrase`Kontot är för ${email}.`,
  password: 'Lösenord',
  again: 'Lösenord igen',
  accept: ({ terms }) => phrase`Jag godkänner ${terms('användarvillkoren')}.`,
  mustAccept: 'Godkänn användarvillkoren för att skapa kontot.',
  button: 'Skapa kontot',
  done: 'Ditt konto har skapats. Logga in nu.',
}

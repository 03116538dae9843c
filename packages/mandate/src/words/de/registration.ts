import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const registration: Words['registration'] = {
  link: 'Konto anlegen',
  title: 'Konto anlegen',
  about: 'Geben Sie Ihre E-Mail-Adresse ein. Wir senden Ihnen einen Link, um das Konto anzulegen.',
  onItsWay: ({ email }) => phrase`Eine E-Mail an ${email} ist unterwegs.`,
  domain: ({ domains }) => phrase`Konten gibt es nur für Adressen bei ${domains}.`,

  choose: 'Ihr Konto anlegen',
  whose: ({ email }) => phrase`Das Konto ist für ${email}.`,
  password: 'Passwort',
  again: 'Passwort noch einmal',
  accept: ({ terms }) => phrase`Ich akzeptiere die ${terms('Nutzungsbedingungen')}.`,
  mustAccept: 'Akzeptieren Sie die Nutzungsbedingungen, um das Konto anzulegen.',
  button: 'Konto anlegen',
  done: 'Ihr Konto ist angelegt. Melden Sie sich jetzt an.',
}

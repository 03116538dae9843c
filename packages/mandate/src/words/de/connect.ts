import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const connect: Words['connect'] = {
  inUse: 'Vielleicht haben Sie schon ein Konto',
  notByAddress: ({ way, email }) =>
    phrase`Ein Konto hier hat dieselbe Adresse wie Ihr Konto bei ${way}: ${email}. Die Adresse allein beweist nicht, dass es Ihnen gehört.`,
  signInOnce: ({ way }) =>
    phrase`Melden Sie sich einmal bei diesem Konto an, um es mit ${way} zu verbinden.`,
  signIn: 'Bei diesem Konto anmelden',
  separate: ({ way }) => phrase`Neues Konto mit ${way} anlegen`,
  otherWay: 'Anders anmelden',
  firstSignIn: ({ way }) =>
    phrase`Melden Sie sich bei dem Konto an, das Sie mit ${way} verbinden möchten.`,
  question: 'Diese Konten verbinden?',
  there: ({ way }) => phrase`Bei ${way}`,
  here: 'Ihr Konto hier',
  somebody: ({ way }) => phrase`Das Konto, das Sie bei ${way} verwendet haben`,
  meaning: ({ way }) =>
    phrase`Wer sich bei ${way} mit diesem Konto anmelden kann, kann sich danach auch hier bei Ihrem Konto anmelden.`,
  onlyIf:
    'Fahren Sie nur fort, wenn Sie das selbst begonnen haben und das Konto dort Ihnen gehört.',
  decision: 'Entscheidung',
  leave: 'Jetzt nicht',
  connect: 'Verbinden',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const letIn: Words['letIn'] = {
  meaning: 'Sie müssen nicht warten: Ein Link per E-Mail lässt diesen Browser hinein.',
  offer: 'Link per E-Mail anfordern',

  title: 'Ohne Wartezeit anmelden',
  forWhom: ({ email }) =>
    phrase`Jemand hat diesen Link angefordert, um sich als ${email} anzumelden.`,
  whatHappens:
    'Dieser Browser muss dann nicht warten. Er ist damit nicht angemeldet: Das Passwort wird trotzdem verlangt.',
  button: 'In diesem Browser fortfahren',
  done: 'Dieser Browser muss nicht mehr warten. Melden Sie sich jetzt an.',
}

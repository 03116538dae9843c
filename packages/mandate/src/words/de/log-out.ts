import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const logOut: Words['logOut'] = {
  asked: ({ client }) => phrase`${client} möchte Sie abmelden.`,
  about:
    'Apps, die Sie mit dieser Anmeldung geöffnet haben, melden Sie vielleicht auch ab. Andere Apps bleiben verbunden.',
  stay: 'Angemeldet bleiben',
  doneTitle: 'Sie sind abgemeldet',
  telling:
    'Die Apps, die Sie mit dieser Anmeldung geöffnet haben, erfahren es jetzt. Sie können diese Seite schließen.',
  goOn: 'Weiter',
  frame: 'Meldet Sie bei einer App ab',
}

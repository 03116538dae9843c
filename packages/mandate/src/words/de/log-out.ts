import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const logOut: Words['logOut'] = {
  asked: ({ client }) => phrase`${client} möchte Sie abmelden.`,
  who: ({ email }) => phrase`Sie sind als ${email} angemeldet.`,
  about: 'Apps, die Sie mit dieser Anmeldung geöffnet haben, melden Sie vielleicht auch ab.',
  stay: 'Angemeldet bleiben',
  doneTitle: 'Sie sind abgemeldet',
  telling:
    'Die Apps, die Sie mit dieser Anmeldung geöffnet haben, erfahren es jetzt. Sie können diese Seite schließen.',
  goOn: 'Weiter',
  frame: 'Meldet Sie bei einer App ab',
}

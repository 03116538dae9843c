import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const personalData: Words['personalData'] = {
  download: 'Ihre Daten herunterladen',
  whatIsInIt:
    'Eine Datei mit allem, was über Sie gespeichert ist: Ihr Konto, Ihre Anmeldearten, wo Sie angemeldet sind, Ihre Apps und Ihre Aktivität. Sie enthält keine Passwörter und keine Schlüssel.',
  downloadButton: 'Herunterladen',
  remove: 'Ihr Konto löschen',
  aboutRemoving: ({ time }) =>
    `Sie werden sofort abgemeldet, und alle Apps werden getrennt. ${time} lang können Sie Ihr Konto noch behalten, indem Sie sich anmelden. Danach wird es endgültig gelöscht.`,
  removeButton: 'Mein Konto löschen',
  question: 'Ihr Konto löschen?',
  signedOut: 'Sie werden überall abgemeldet, auch in diesem Browser.',
  appsEnd: ({ count }) =>
    inWords.plural(count, {
      one: 'Eine App wird getrennt.',
      other: `${inWords.number(count)} Apps werden getrennt.`,
    }),
  untilThen: ({ day }) =>
    phrase`Ihr Konto wird nach dem ${day} gelöscht. Bis dahin können Sie es behalten, indem Sie sich anmelden.`,
  thenGone: 'Danach lässt es sich nicht wiederherstellen.',
  notPossible: 'Ihr Konto kann zurzeit nicht gelöscht werden. Es wurde nichts geändert.',
  lastOwner:
    'Niemand sonst ist Inhaber dieses Servers und kann sich anmelden. Machen Sie zuerst eine andere Person zum Inhaber. Es wurde nichts geändert.',
  asked: 'Sie sind abgemeldet',
  willBeDeleted: ({ day }) =>
    phrase`Ihr Konto wird nach dem ${day} gelöscht. Alle Apps sind getrennt.`,
  howToKeep: 'Wenn Sie es sich anders überlegen, melden Sie sich vorher an.',
  signIn: 'Anmelden',
  keepQuestion: 'Ihr Konto behalten?',
  keepFor: ({ email, day }) =>
    phrase`Sie haben verlangt, ${email} zu löschen. Das Konto wird nach dem ${day} gelöscht.`,
  keptAs:
    'Wenn Sie es behalten, haben Sie alles, was Sie hatten. Ihre Apps bleiben aber getrennt, bis Sie sie wieder verbinden.',
  keep: 'Mein Konto behalten',
  leave: 'Abmelden',
}

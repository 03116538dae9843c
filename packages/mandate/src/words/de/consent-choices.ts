import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const consentChoices: Words['consentChoices'] = {
  publishedBy: ({ publisher }) => phrase`Herausgegeben von ${publisher}`,
  website: 'Webseite',
  policy: 'Datenschutzerklärung',
  terms: 'Nutzungsbedingungen',
  isNew: 'Neu',
  agreedBefore: 'Dem haben Sie früher zugestimmt',
  onlyIfTicked: 'Was ein Kästchen hat, wird nur erlaubt, wenn Sie es ankreuzen.',
  nothingTicked: 'Kreuzen Sie mindestens eine Berechtigung an oder wählen Sie „Ablehnen“.',
}

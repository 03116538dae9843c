import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const consentChoices: Words['consentChoices'] = {
  publishedBy: ({ publisher }) => phrase`Anbieter: ${publisher}`,
  registeredItself:
    'Diese App hat sich selbst registriert. Niemand hier hat ihren Namen oder ihre Herkunft geprüft.',
  fromDocument: ({ domain }) =>
    phrase`Ihre Beschreibung stammt von ${domain}. Niemand hier hat ihren Namen oder ihre Herkunft geprüft.`,
  namedLikeThisSite:
    'Vorsicht: Diese App heißt wie diese Website oder so ähnlich, gehört aber nicht zu ihr.',
  namedLikeAnother: ({ name }) =>
    phrase`Vorsicht: Das ist nicht ${name}, die hier registriert ist. Der Name ist gleich oder sieht ähnlich aus.`,
  mixedAlphabets:
    'Vorsicht: Der Name dieser App mischt Buchstaben mehrerer Alphabete und kann daher wie ein anderer Name aussehen.',
  newHere: 'Hier hat sie noch niemand verwendet',
  usedSince: ({ day }) => phrase`Hier in Verwendung seit ${day}`,
  website: 'Website',
  policy: 'Datenschutz',
  terms: 'Bedingungen',
  isNew: 'Neu',
  agreedBefore: 'Dem haben Sie früher zugestimmt',
  onlyIfTicked: 'Was ein Kästchen hat, gilt nur angekreuzt.',
  nothingTicked: 'Kreuzen Sie mindestens eine Berechtigung an oder wählen Sie „Ablehnen“.',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const refusedRequests: Words['refusedRequests'] = {
  title: 'Abgelehnte Anfragen',
  client: 'Client',
  none: ({ days }) =>
    `In den letzten ${inWords.number(days)} Tagen wurde keine Anfrage dieses Clients abgelehnt.`,
  latest: ({ days }) =>
    `Die neuesten der letzten ${inWords.number(days)} Tage. Eine Anfrage erscheint hier nach etwa einer Sekunde.`,
  reason: 'Grund',
  when: 'Zeitpunkt',
  request: 'Anfrage',
  error: 'Fehler',
  why: 'Warum wurde eine Anfrage abgelehnt?',
  about: ({ code }) =>
    phrase`Jede Fehlerantwort dieses Servers enthält eine ${code('error_uri')}, die zum Grund führt. Diese Seite zeigt alle abgelehnten Anfragen Ihres Clients.`,
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const refusedRequests: Words['refusedRequests'] = {
  title: 'Nekade begäranden',
  client: 'Klient',
  none: ({ days }) =>
    `Ingen begäran från den här klienten har nekats de senaste ${inWords.number(days)} dagarna.`,
  latest: ({ days }) =>
    `De senaste ${inWords.number(days)} dagarnas nekade begäranden, de nyaste först. Det tar ungefär en sekund innan en begäran syns här.`,
  reason: 'Orsak',
  when: 'När',
  request: 'Begäran',
  error: 'Fel',
  why: 'Varför nekades en begäran?',
  about: ({ code }) =>
    phrase`Varje felsvar från den här servern har en ${code('error_uri')} som leder till orsaken. Den här sidan visar alla nekade begäranden från din klient.`,
}

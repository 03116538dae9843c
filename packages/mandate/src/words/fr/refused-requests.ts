import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const refusedRequests: Words['refusedRequests'] = {
  title: 'Requêtes refusées',
  client: 'Client',
  none: ({ days }) =>
    `Aucune requête de ce client n’a été refusée au cours des ${inWords.number(days)} derniers jours.`,
  latest: ({ days }) =>
    `Les plus récentes des ${inWords.number(days)} derniers jours. Une requête apparaît ici au bout d’une seconde environ.`,
  reason: 'Motif',
  when: 'Date',
  request: 'Requête',
  error: 'Erreur',
  why: 'Pourquoi une requête a-t-elle été refusée ?',
  about: ({ code }) =>
    phrase`Chaque réponse d’erreur de ce serveur contient un attribut ${code('error_uri')} qui mène au motif. Cette page énumère toutes les requêtes refusées de votre client.`,
}

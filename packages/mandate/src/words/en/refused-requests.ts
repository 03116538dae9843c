import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const refusedRequests = {
  title: 'Refused requests',
  client: 'Client',
  none: ({ days }: { readonly days: number }) =>
    `No request of this client was refused in the last ${inWords.number(days)} days.`,
  latest: ({ days }: { readonly days: number }) =>
    `The latest of the last ${inWords.number(days)} days. A request appears here after about a second.`,
  reason: 'Reason',
  when: 'When',
  request: 'Request',
  error: 'Error',
  why: 'Why was a request refused?',
  about: <P>({ code }: { readonly code: (words: string) => P }) =>
    phrase`Each error answer of this server has an ${code('error_uri')}, which leads to the reason. This page lists all refused requests of your client.`,
}

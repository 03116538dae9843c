/** Audit: who did what, and whether the record of it is whole. */

import { isolated } from './isolated.ts'

export const audit = {
  title: 'Audit',
  caption: 'Audit events, newest first',
  about: (days: string) =>
    `One event for each act of a person, a client or an operator. Kept for ${days} days. Failed sign-ins and refused requests are summed under Refusals.`,
  what: 'What',
  everything: 'Everything',
  by: 'By',
  actorId: 'Id of the actor',
  open: 'Open',
  who: 'Done by (address, id, or operator)',
  concerns: 'Concerns (address or id)',
  about_: 'Concerns',
  when: 'When',
  from: 'From',
  noneMatching: 'No event is kept that fits',
  noneMatchingNext: 'Show all of them, or go on to older ones.',
  noneYet: 'Nothing is recorded yet',
  noneYetNext: 'The first sign-in, client or change appears here at once.',

  chain: 'Proof',
  chainAbout:
    'Each server lists its events in seals within a second. Each seal contains the hash of the one before, and is made with a key that is not in the database.',
  head: 'The chain ends at',
  noHead: 'No event was sealed yet',
  check: 'To check that nothing was removed, changed or inserted, run this where the server is:',
  keepHead: 'Keep the end of the chain outside of this machine: it finds what is cut off later.',

  one: (kind: string) => isolated(kind),
  happened: 'What happened',
  outcome: 'Outcome',
  success: 'Done',
  failure: 'Refused',
  via: 'By way of',
  network: 'Network address',
  agent: 'Browser',
  erased: 'Erased with the account',
  id: 'Event id',
  parties: {
    account_id: 'User',
    client_id: 'Client',
    grant_id: 'Grant',
    resource_id: 'API',
    access_token_id: 'Access token',
  },
  sameActor: 'Everything by the same',
} as const

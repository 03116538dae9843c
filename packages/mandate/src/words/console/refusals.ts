/** Refused requests: by reason and client, and one with its explanation. */

import { isolated } from './isolated.ts'

export const refusals = {
  title: 'Refusals',
  sums: 'How often, and why',
  sumsCaption: 'Refused requests by reason and client',
  sumsAbout: (time: string) =>
    `Every refused request ${time}. A client has rows of its own only if it is registered.`,
  reason: 'Reason',
  client: 'Client',
  count: 'Requests',
  noClient: 'None named',
  otherClients: 'Other clients',
  nothingRefused: 'Nothing was refused in this time',
  nothingRefusedNext: 'Choose a longer time above.',
  notCounted: 'This server counts nothing, because activity_seconds is 0.',

  latest: 'The latest, one by one',
  latestCaption: 'Refused requests, newest first',
  latestAbout: (days: string) =>
    `Kept for ${days} days, and at most a hundred of each client. Secrets were removed before they were stored.`,
  filterReason: 'Reason',
  filterClient: 'Client id',
  everyReason: 'Every reason',
  when: 'When',
  request: 'Request',
  explain: 'Explain',
  noneMatching: 'No refused request is kept that fits',
  noneMatchingNext: 'Show all of them, or look at the sums: they go back further.',
  noneYet: 'No refused request is kept',
  noneYetNext: 'When a request is refused, it appears here within a second, with the reason.',

  one: (title: string) => isolated(title),
  happened: 'What happened',
  next: 'What to do',
  operator: 'If this is right, only you can change it:',
  found: 'What was found',
  reference: 'Reference',
  error: 'Error sent to the client',
  seeClient: 'See this client',
  seeReason: 'Others for this reason',
} as const

/** The search over everything. */

export const search = {
  title: 'Search',
  titleFor: (what: string) => `Search: ${what}`,
  empty: 'What are you looking for?',
  emptyNext:
    'Enter an address, a name, a client id, a grant id, an error reference, or paste a token. Of a token only the id of its grant is sent.',
  nothing: 'Nothing found',
  nothingNext:
    'Addresses and names are compared from their first letter, ids as a whole. What was deleted cannot be found, and of ended grants only those that are still kept.',
  users: 'Users',
  clients: 'Clients',
  apis: 'APIs',
  grants: 'Grants',
  refusals: 'Refused requests',
  nextStep: 'What to do',
  happened: 'What happened',
  open: 'Open',
  tokens: {
    at: 'This is an access token. Here is its grant.',
    rt: 'This is a refresh token. Here is its grant.',
    ac: 'This is an authorization code. Here is its grant.',
  },
  secrets: {
    cs: 'This is the secret of a client or an API. It says nothing about whose it is. If it leaked, rotate the secret of its owner.',
    pk: 'This is a key of the platform. If it leaked, rotate it: mandate platform-key rotate-secret.',
    ml: 'This is a one-time link from a mail. It says nothing about whose it is.',
    ra: 'This is a registration access token of a client that registered itself.',
    ia: 'This is an initial access token, with which clients register themselves.',
    dc: 'This is a device code. It says nothing about whose it is.',
    foreign: 'This is a token that another server made.',
  },
} as const

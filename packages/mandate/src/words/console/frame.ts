/** What the frame of every console page says, and its parts. */

import { isolated } from './isolated.ts'

export const frame = {
  console: 'Console',
  skip: 'Skip to the page',
  menu: 'Menu',
  places: {
    overview: 'Overview',
    refusals: 'Refusals',
    health: 'Health',
    settings: 'Settings in force',
    keys: 'Keys',
    users: 'Users',
    clients: 'Clients',
    apis: 'APIs',
    grants: 'Grants',
    webhooks: 'Webhooks',
    streams: 'Event streams',
    why: 'Why signed out?',
    operators: 'Operators',
    setup: 'Set up',
    audit: 'Audit',
  },
  groups: {
    service: 'Service',
    people: 'People',
    apps: 'Apps',
    records: 'Records',
    settings: 'Settings',
  },
  roles: {
    owner: 'Owner',
    operator: 'Operator',
    support: 'Support',
    auditor: 'Auditor',
  },
  account: 'Your account',
  signOut: 'Sign out',
  search: 'Search',
  searchHint: 'Address, name, id, error reference or token',
  find: 'Find',
  showMatching: 'Show',
  showAll: 'Show all',
  more: 'Next page',
  first: 'First page',
  pages: 'Pages',
  never: 'Never',
  none: 'None',
  cancel: 'Cancel',
  goOn: 'Go on',
  shownOnce: 'This is shown only once. Keep it now: nobody can show it again.',
  copy: 'Copy',
  copied: 'Copied',
  isAbout: 'What it does',
  typeName: (name: string) => `Type “${isolated(name)}” to confirm`,
  typedWrong: (name: string) =>
    `That is not the name. Type “${isolated(name)}” exactly as it is written here.`,
  signedOut: 'You were signed out. Nothing was changed. Send the form again.',
  signInAgain: 'You signed in again. Nothing was changed yet. Send the form again.',
  otherOperator:
    'This form was opened by another account than the one that is signed in now. Nothing was changed.',
  sentBefore:
    'This form was already sent, and was not carried out a second time. The list shows what the first one did.',
  forbidden: {
    noOperator: 'This account cannot use the console',
    noOperatorNext:
      'You are signed in, but this account has no role here. Ask an owner to give it one, or sign in with another account.',
    notAllowed: 'Your role does not allow this',
    notAllowedNext: (role: string) =>
      `As ${role} you cannot do this or see it. Nothing was changed. If you need it for your work, ask an owner.`,
    toAccount: 'Go to your account',
    toConsole: 'Go to the console',
  },
  missing: {
    title: 'Not found',
    user: 'There is no user with this id. The account may have been deleted or merged.',
    client: 'There is no client with this id. It may have been deleted.',
    api: 'There is no API with this id. It may have been deleted.',
    grant:
      'There is no grant with this id. Grants that have ended are removed some time after their end.',
    operator: 'There is no operator with this id.',
    key: 'There is no such key.',
    event: 'There is no such event. Days that are over are removed.',
    stream: 'There is no stream with this id. It or its client may have been deleted.',
    webhook: 'There is no webhook with this id. It may have been deleted.',
    refusal:
      'This refused request is not kept. The latest are kept for seven days, and at most a hundred of each client.',
    next: 'Check the id, or search for a name or an address.',
  },
} as const

/** Operators: who runs Mandate, and in which role. */

import { isolated } from './isolated.ts'

export const operators = {
  title: 'Operators',
  caption: 'Operators',
  about:
    'Owners may do everything. Operators run users, clients, APIs and grants. Support helps one person at a time. Auditors only read.',
  who: 'User',
  role: 'Role',
  since: 'Since',
  state: 'State',
  disabled: 'Account disabled',
  secondFactor: 'Second factor',
  hasNone: 'none yet',
  has: 'set up',
  unconfirmed: 'Unconfirmed',
  confirm: 'Confirm',
  confirmQuestion: (name: string) => `Are these ${isolated(name)}’s own ways to sign in?`,
  confirmApp: (day: string) => `An authenticator app, since ${day}.`,
  confirmPasskey: (name: string, day: string) => `The passkey ${isolated(name)}, since ${day}.`,
  confirmWay: (provider: string, day: string) => `${isolated(provider)}, since ${day}.`,
  confirmAsk:
    'One of them was added after a sign-in with only one factor. Ask the person, by telephone or in person: whoever knows the password can have added it. From then on the role counts again.',
  confirmButton: 'They are, confirm',
  wasConfirmed: (name: string) => `${isolated(name)} is confirmed. The role counts again.`,
  add: 'Add an operator',
  addAbout:
    'The person has an account here already. Their rights begin with their next request. If they set up their first second factor after that, confirm here that it was them.',
  user: 'User: address or id',
  addButton: 'Give the role',
  change: 'Change the role',
  changeButton: 'Save the role',
  remove: 'Remove',
  you: 'you',
  unknownUser: 'There is no such user. Create the account first.',
  disabledUser: 'The account is disabled. Enable it first.',
  isOperator: 'This user is an operator already. Change the role in the list.',
  unknownRole: 'Choose one of the roles.',
  lastOwner: 'This is the last owner who can sign in. Make somebody else an owner first.',
  wasAdded: (name: string) => `${isolated(name)} is an operator now.`,
  wasChanged: (name: string) => `The role of ${isolated(name)} is changed.`,
  wasRemoved: (name: string) => `${isolated(name)} is no longer an operator.`,
  unchanged: 'That is the role already.',
  removeQuestion: (name: string) => `Take the role from ${isolated(name)}?`,
  removeConsequences: [
    'Their rights in the console and the admin API end at once.',
    'The account stays, with its sessions and its apps.',
  ],
  removeButton: 'Take the role away',
} as const

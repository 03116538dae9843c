/** Platform keys: the list, the form, and what operators do with one. */

import { isolated } from './isolated.ts'

export const platformKeys = {
  title: 'Platform keys',
  caption: 'Platform keys',
  about:
    'Credentials of your platform’s own programs, such as the back end of its login page. Who has one can speak for your users.',
  newKey: 'Make a platform key',
  noneYet: 'No platform keys yet',
  noneYetNext:
    'Make one if people sign in on your own page, if your platform reports changes to its users, or if a directory provisions them (SCIM).',
  name: 'Name',
  nameHint: 'For operators, such as “Login page”.',
  id: 'Id',
  may: 'May',
  permissions: {
    sign_in: 'Answer sign-ins that were handed to your own page',
    users: 'Report changes to its users',
    scim: 'Manage users by SCIM',
  },
  provider: 'Users of',
  providerHint: 'The way in the setting sign_in whose users it may name.',
  noWay: 'No way to sign in',
  created: 'Created',
  secret: 'Key',
  previousUntil: 'The key before works until',
  create: 'Make the key',
  needsHandoff:
    'A key that answers sign-ins needs a way that hands them over: choose one that the setting sign_in has with “way: handoff”.',
  unknownProvider: 'Choose one of the ways.',
  createdTitle: (name: string) => `${isolated(name)} has its key`,
  createdAbout: 'Your platform sends it as “Authorization: Bearer …”.',
  rotate: 'Rotate',
  rotateQuestion: (name: string) => `Make a new key for ${isolated(name)}?`,
  rotateConsequences: (overlap: string) => [
    `The key that is in use now works for another ${overlap}.`,
    'A key that was replaced before stops working at once.',
  ],
  rotateButton: 'Make a new key',
  rotatedTitle: (name: string) => `New key of ${isolated(name)}`,
  remove: 'Delete',
  deleteQuestion: (name: string) => `Delete ${isolated(name)}?`,
  deleteConsequences: [
    'Its key is invalid at once. Programs that use it are refused.',
    'This cannot be undone.',
  ],
  deleteButton: 'Delete the key',
  wasDeleted: (name: string) => `${isolated(name)} is deleted.`,
} as const

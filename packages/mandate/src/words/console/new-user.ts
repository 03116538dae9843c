/** The page that adds or invites a user. */

import { isolated } from './isolated.ts'

export const newUser = {
  title: 'Add a user',
  email: 'E-mail address',
  name: 'Name',
  nameHint: 'May be empty.',
  firstSignIn: 'First sign-in',
  ways: {
    link: 'Give me a link for them',
    invitation: 'Invite them',
    provider: 'They sign in another way',
  },
  hints: {
    link: 'The account is made now. You get a link that works once, with which they choose a password.',
    invitation:
      'The account is made when they open the invitation and choose a password. You get the link.',
    provider:
      'The account is made now, without a password. They sign in with a provider, once it is linked.',
  },
  invitationByMail:
    'The account is made when they open the invitation, which is mailed to them, and choose a password.',
  language: 'Language of the mail',
  create: 'Add the user',

  emailInvalid: 'This is not an e-mail address. Enter one such as ada@example.com.',
  nameInvalid: 'The name is longer than 200 characters or contains invisible characters.',
  emailTaken: 'A user with this address exists already.',
  notOffered: 'This server does not offer that way to sign in for the first time.',
  wasCreated: (name: string) => `${isolated(name)} is added.`,
  wasInvited: (email: string) => `An invitation to ${isolated(email)} is on its way.`,
  createdTitle: (name: string) => `${isolated(name)} is added`,
  linkAbout:
    'Whoever opens this link chooses the password of the account. Send it to the person over a channel that you trust.',
  linkLabel: 'Link',
  invitedTitle: (email: string) => `Invitation for ${isolated(email)}`,
  invitationAbout:
    'Whoever opens this link can make the account. Send it to the person over a channel that you trust.',

  withdraw: 'Withdraw an invitation',
  withdrawAbout: 'Its link stops working. An account that was already made with it stays.',
  withdrawButton: 'Withdraw it',
  wasWithdrawn: (email: string) => `The invitation of ${isolated(email)} is withdrawn.`,
  noInvitation: (email: string) => `${isolated(email)} has no open invitation.`,
} as const

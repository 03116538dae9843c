import { phrase } from '../phrase.ts'

/** The profile of an account: its address and name. */
export const profile = {
  address: 'E-mail address',
  name: 'Name',
  confirmed: 'Confirmed',
  notConfirmed: 'Not confirmed yet',
  sendLink: 'Send a link to confirm it',
  waiting: <P>({ newEmail }: { readonly newEmail: P }) =>
    phrase`We sent a link to ${newEmail}. Your address changes when you open it.`,
  cancelChange: 'Cancel the change',
  newAddress: 'New e-mail address',
  howItChanges:
    'We send a link to the new address, and tell the old one. Until you open the link, nothing changes.',
  changeAddress: 'Change address',
  askOperator: 'To change your address, ask the people who run this service.',
  linkSent: <P>({ email }: { readonly email: P }) => phrase`We sent a link to ${email}.`,
  tooOften: 'You asked for several links already. Open the latest, or try again later.',
  isAddress: 'This already is your address.',
  cancelled: 'Your address stays as it is.',
  noChange: 'There was no change to cancel.',
  language: 'Language',
  ofTheBrowser: 'As in your browser',
  saveLanguage: 'Save',
  languageSaved: 'Pages and mails are in this language from now on.',
}

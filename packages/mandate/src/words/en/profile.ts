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
    'We send a link to the new address and a notice to the old one. Nothing changes until you open the link.',
  changeAddress: 'Change address',
  askOperator: 'To change your address, ask the people who run this service.',
  ofADirectory: <P>({ provider }: { readonly provider: P }) =>
    phrase`Your address comes from the directory of ${provider}. To change it, ask the people who look after that directory.`,
  linkSent: <P>({ email }: { readonly email: P }) => phrase`We sent a link to ${email}.`,
  tooOften: 'You have already asked for several links. Open the latest, or try again later.',
  isAddress: 'This is already your address.',
  cancelled: 'Your address stays as it is.',
  noChange: 'There was no change to cancel.',
  language: 'Language',
  ofTheBrowser: 'As in your browser',
  saveLanguage: 'Save',
  languageSaved: 'Pages and mails are in this language from now on.',
  aboutYou: 'About you',
  whence:
    'This comes from where you sign in, or from the people who run this service. Apps see it only if you allow it.',
  /** The claims of OpenID Connect Core §5.1. */
  claims: {
    given_name: 'Given name',
    family_name: 'Family name',
    middle_name: 'Middle name',
    nickname: 'Nickname',
    preferred_username: 'User name',
    profile: 'Profile page',
    picture: 'Picture',
    website: 'Website',
    gender: 'Gender',
    birthdate: 'Date of birth',
    zoneinfo: 'Time zone',
    locale: 'Language and region',
    phone_number: 'Phone number',
    address: 'Postal address',
  },
}

import { phrase } from '../phrase.ts'

/** On the consent page: who made the app, and what of the question is new or can be left out. */
export const consentChoices = {
  publishedBy: <P>({ publisher }: { readonly publisher: P }) => phrase`Published by ${publisher}`,
  registeredItself: 'This app registered itself. Nobody here has checked its name or who made it.',
  fromDocument: <P>({ domain }: { readonly domain: P }) =>
    phrase`Its description comes from ${domain}. Nobody here has checked its name or who made it.`,
  namedLikeThisSite:
    'Be careful: this app has the same name as this site, or one that looks like it. It does not belong to this site.',
  namedLikeAnother: <P>({ name }: { readonly name: P }) =>
    phrase`Be careful: this is not the ${name} that is registered here. It has the same name, or one that looks like it.`,
  mixedAlphabets:
    'Be careful: the name of this app mixes letters from several alphabets, so it can look like another name.',
  newHere: 'Nobody has used it here before',
  usedSince: <P>({ day }: { readonly day: P }) => phrase`Used here since ${day}`,
  website: 'Website',
  policy: 'Privacy policy',
  terms: 'Terms',
  isNew: 'New',
  agreedBefore: 'You agreed to this before',
  onlyIfTicked: 'Permissions with a box are optional.',
  nothingTicked: 'Tick at least one permission, or choose “Deny”.',
}

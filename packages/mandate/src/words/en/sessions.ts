import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

/** The browsers that are signed in to an account. */
export const sessions = {
  about:
    'You are signed in to your account in these browsers. Sign out any that you do not recognize.',
  here: 'This browser',
  unknownBrowser: 'Unknown browser',
  details: <P>({ day, network, ago }: { readonly day: P; readonly network: P; readonly ago: P }) =>
    phrase`Signed in on ${day} from ${network}, last used ${ago}`,
  keptUntil: <P>({ day }: { readonly day: P }) => phrase`Stays signed in until ${day}`,
  end: <P>({ browser }: { readonly browser: P }) => phrase`Sign out ${browser}`,
  ended: <P>({ browser }: { readonly browser: P }) => phrase`${browser} is signed out.`,
  wasOver: 'That browser was already signed out. Nothing was changed.',
  nowhereElse: 'You are not signed in anywhere else.',
  endOthers: 'Sign out everywhere else',
  endOthersQuestion: 'Sign out everywhere else?',
  othersEnd: ({ count }: { readonly count: number }) =>
    inWords.plural(count, {
      one: 'You are signed out in one other browser.',
      other: `You are signed out in ${inWords.number(count)} other browsers.`,
    }),
  othersUnknown: 'Other browsers that you have used before count as new again.',
  othersForgotten: 'All other browsers count as new now.',
  staysHere: 'You stay signed in in this browser.',
  appsStay:
    'Apps that were opened there may sign you out too. Other apps stay connected. Under Apps, disconnect any that you do not recognize.',
  othersEnded: ({ count }: { readonly count: number }) =>
    inWords.plural(count, {
      one: 'One other browser is signed out.',
      other: `${inWords.number(count)} other browsers are signed out.`,
    }),
  changePassword: 'If somebody else may know your password, change it too.',
}

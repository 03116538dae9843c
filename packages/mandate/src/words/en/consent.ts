import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const consent = {
  title: <P>({ client }: { readonly client: P }) => phrase`Let ${client} act for you?`,
  whoAsks: 'Who asks',
  signedInAs: 'Signed in as',
  itCan: 'It can',
  howLong: 'How long',
  onThisComputer: <P>({ host }: { readonly host: P }) =>
    phrase`A program on this computer (${host})`,
  appAt: <P>({ host }: { readonly host: P }) => phrase`The app at ${host}`,
  registered: <P>({ day }: { readonly day: P }) => phrase`Registered here on ${day}`,
  otherAccount: 'Not you? Use another account',
  seeEmail: <P>({ apis }: { readonly apis: readonly P[] }) =>
    phrase`${inWords.list(apis)} ${inWords.plural(apis.length, { one: 'sees', other: 'see' })} your e-mail address.`,
  ends: <P>({
    unused,
    account,
  }: {
    readonly unused: number
    readonly account: (words: string) => P
  }) =>
    phrase`It ends after ${inWords.span(unused)} without use, or at once when you disconnect it in ${account('your account')}.`,
  decision: 'Your decision',
  deny: 'Deny',
  allow: 'Allow',
  youReturn: 'Whatever you choose, you return to the app.',
  neverSees: 'It never sees your password.',
  noDecision: 'Choose “Allow” or “Deny” to continue.',
  pageTooOld: 'The page was open for too long. Nothing was decided yet: choose again.',
}

import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const account = {
  title: 'Your account',
  signedInAs: 'Signed in as',
  signOut: 'Sign out',
  apps: 'Connected apps',
  actForYou: 'These apps can act for you. Disconnecting an app takes effect at once.',
  noApps: 'No connected apps',
  howToConnect: ({ brand }: { readonly brand: string }) =>
    `To connect an app, start in the app: choose “Connect” or “Sign in with ${brand}” there. After you approve it here, it is listed on this page.`,
  itCan: 'It can',
  disconnectApp: <P>({ client }: { readonly client: P }) => phrase`Disconnect ${client}`,
  approvedEarlier: <P>({ day }: { readonly day: P }) =>
    phrase`Approved on ${day}, not connected now. It can reconnect without asking.`,
  connected: ({ times }: { readonly times: number }) => `Connected ${often(times)}`,
  connectedAtLeast: ({ times }: { readonly times: number }) => `Connected at least ${often(times)}`,
  latest:
    'This account has a great many connections. This page shows the latest; apps that were connected earlier may be missing here.',
  earlier:
    'This page shows earlier connections of your account. An app can be on several pages; disconnecting it ends all of its connections.',
  showEarlier: 'Show earlier connections',
  showLatest: 'Show the latest connections',
  disconnected: <P>({ client }: { readonly client: P }) => phrase`${client} is disconnected.`,
  noLongerActs: <P>({ client }: { readonly client: P }) =>
    phrase`It can no longer act for you. To use it again, connect it from ${client}.`,
  notConnected: 'That app is no longer connected. Nothing was changed.',
  otherAccount: 'You are signed in with another account now. Nothing was changed.',
  pageTooOld: 'This page was open for too long, so nothing was changed. Try again.',
  noAddress: 'an account without an e-mail address',
}

function often(times: number): string {
  return inWords.plural(times, { one: 'once', other: `${inWords.number(times)} times` })
}

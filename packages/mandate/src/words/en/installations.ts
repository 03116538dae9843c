import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

/** On the first account page: the connections of an app, and taking back one of its permissions. */
export const installations = {
  since: <P>({ day }: { readonly day: P }) => phrase`Connected since ${day}`,
  /** `place` is a browser and a network address, such as "Firefox (Linux), 192.0.2.7". */
  sinceFrom: <P>({ day, place }: { readonly day: P; readonly place: P }) =>
    phrase`Connected since ${day}, from ${place}`,
  lastUsed: <P>({ ago }: { readonly ago: P }) => phrase`Last used ${ago}`,
  neverUsed: 'Not used yet',
  unknownPlace: 'Unknown browser',
  more: ({ times }: { readonly times: number }) =>
    inWords.plural(times, {
      one: 'One more connection of this app is not listed. Disconnecting the app ends it too.',
      other: `${inWords.number(times)} more connections of this app are not listed. Disconnecting the app ends them too.`,
    }),
  /** All connections of one app. */
  disconnectEverywhere: <P>({ client }: { readonly client: P }) =>
    phrase`Disconnect everywhere ${client}`,
  disconnectOne: <P>({ place }: { readonly place: P }) => phrase`Disconnect ${place}`,
  disconnected: <P>({ client }: { readonly client: P }) =>
    phrase`This connection of ${client} has ended. Its other connections stay.`,

  /** Programs that act for the person through the app, which passed its access on to them. */
  delegates: <P>({ client }: { readonly client: P }) =>
    phrase`These programs act for you through ${client}:`,
  /** `by` is the program between it and the app. */
  delegateThrough: <P>({ delegate, by }: { readonly delegate: P; readonly by: P }) =>
    phrase`${delegate}, through ${by}`,
  delegateSince: <P>({ day }: { readonly day: P }) => phrase`Since ${day}`,
  endDelegate: <P>({ delegate }: { readonly delegate: P }) => phrase`End access ${delegate}`,
  delegateEnded: <P>({ delegate }: { readonly delegate: P }) =>
    phrase`${delegate} can no longer act for you through that app.`,
  delegateStays: 'The app that gave it access stays connected.',

  takeBack: <P>({ permission }: { readonly permission: P }) => phrase`Take back ${permission}`,
  takeBackTitle: <P>({ client }: { readonly client: P }) =>
    phrase`Take this permission back from ${client}?`,
  noLongerCan: <P>({ client, permission }: { readonly client: P; readonly permission: P }) =>
    phrase`${client} can no longer do this: ${permission}`,
  stillCan: <P>({ permissions }: { readonly permissions: readonly P[] }) =>
    phrase`It keeps: ${inWords.list(permissions)}`,
  mayAskAgain:
    'Parts of the app may stop working. If it needs the permission, it has to ask you again.',
  takeBackButton: 'Take back',
  takenBack: <P>({ client, permission }: { readonly client: P; readonly permission: P }) =>
    phrase`${client} can no longer do this: ${permission}`,
  atOnce: <P>({ client }: { readonly client: P }) =>
    phrase`This takes effect at once. ${client} stays connected with the rest.`,
  lastPermission:
    'That is the only permission of this connection. To take it back, disconnect the app.',

  disconnectAll: 'Disconnect all apps',
  disconnectAllTitle: 'Disconnect all apps?',
  allEnd: 'No app can act for you any more. This takes effect at once.',
  accountStays: 'Your account and your data stay as they are.',
  mustAsk: 'Each app has to ask you again before it can connect.',
  allDisconnected: 'All apps are disconnected.',
  noneActs: 'To use one again, connect it from the app.',

  keptOut: 'Disconnected by you',
  keptOutBy: <P>({ issuer, client }: { readonly issuer: P; readonly client: P }) =>
    phrase`${issuer} can no longer connect ${client} for you.`,
  allowAgain: <P>({ client }: { readonly client: P }) => phrase`Allow ${client} again`,
  allowedAgain: <P>({ issuer, client }: { readonly issuer: P; readonly client: P }) =>
    phrase`${issuer} can connect ${client} for you again.`,
}

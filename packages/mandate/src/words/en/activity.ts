import { phrase } from '../phrase.ts'

/** What happened to an account, a text for each kind of fact (`pages/account/activity-texts.ts`). */
export const activity = {
  about: ({ time }: { readonly time: string }) =>
    `What happened to your account. It is kept for ${time}.`,
  nothing: 'There is no activity in this time.',
  earlier: 'Show earlier activity',
  latest: 'Show the latest activity',
  byOperator: ({ brand }: { readonly brand: string }) => `by the people who run ${brand}`,
  byPlatform: ({ brand }: { readonly brand: string }) => `by a ${brand} system`,
  byApp: 'by the app',
  bySystem: 'automatically',
  deletedApp: 'A deleted app',
  unknownBrowser: 'an unknown browser',

  accountCreated: 'Your account was created.',
  accountDisabled: 'Your account was turned off.',
  accountEnabled: 'Your account was turned on.',
  accountUpdated: 'Your profile was changed.',
  deletionAsked: 'You asked to delete your account.',
  deletionStopped: 'You kept your account.',
  passwordChanged: 'Your password was changed.',
  passwordKept: 'Your existing password was carried over to this account.',
  addressVerified: 'Your e-mail address was confirmed.',
  addressChanged: 'Your e-mail address was changed.',
  addressChangeStopped: 'A change of your e-mail address was stopped.',
  unlocked: 'The count of failed sign-ins was cleared.',
  termsAccepted: 'You accepted the terms of service.',
  linkMade: 'A link was sent to you by mail.',
  signedIn: <P>({ browser, network }: { readonly browser: P; readonly network: P }) =>
    phrase`You signed in with ${browser} from ${network}.`,
  signedOut: 'A browser was signed out.',
  signedOutElsewhere: 'All other browsers were signed out.',
  signedOutEverywhere: 'All browsers were signed out.',
  newBrowser: <P>({ browser, network }: { readonly browser: P; readonly network: P }) =>
    phrase`You used a new browser: ${browser} from ${network}.`,
  wayLinked: <P>({ way }: { readonly way: P }) => phrase`You can sign in with ${way}.`,
  wayUnlinked: <P>({ way }: { readonly way: P }) => phrase`You can no longer sign in with ${way}.`,
  passkeyAdded: <P>({ name }: { readonly name: P }) => phrase`The passkey ${name} was added.`,
  passkeyRenamed: <P>({ name }: { readonly name: P }) => phrase`A passkey was renamed to ${name}.`,
  passkeyRemoved: <P>({ name }: { readonly name: P }) => phrase`The passkey ${name} was removed.`,
  passkeyCloned: <P>({ name }: { readonly name: P }) =>
    phrase`The passkey ${name} was suspended, because somebody may have a copy of it.`,
  totpAdded: 'An authenticator app was set up.',
  totpRemoved: 'The authenticator app was turned off.',
  recoveryCodesMade: 'New recovery codes were made.',
  recoveryCodeUsed: 'A recovery code was used.',
  deviceConnected: <P>({ client }: { readonly client: P }) =>
    phrase`You connected a device that uses ${client}.`,
  consentGiven: <P>({ client }: { readonly client: P }) =>
    phrase`You allowed ${client} to act for you.`,
  consentWithdrawn: <P>({ client }: { readonly client: P }) =>
    phrase`You no longer allow ${client} to act for you.`,
  connected: <P>({ client }: { readonly client: P }) => phrase`${client} was connected.`,
  delegated: <P>({ client }: { readonly client: P }) =>
    phrase`${client} started to act for you through another app.`,
  disconnected: <P>({ client }: { readonly client: P }) => phrase`${client} was disconnected.`,
  /** `permission` is a scope token, such as `orders:read`. */
  narrowed: <P>({ client, permission }: { readonly client: P; readonly permission: P }) =>
    phrase`You took the permission ${permission} back from ${client}.`,
  lowered: <P>({ client }: { readonly client: P }) => phrase`You lowered the limits of ${client}.`,
  reused: <P>({ client }: { readonly client: P }) =>
    phrase`${client} was disconnected, because a key that it had already used was used again. It may have been copied.`,
  allDisconnected: 'All apps were disconnected.',
  signedOutByIssuer:
    'Your organization signed you out. The apps that it had connected were disconnected.',
  allowedAgain: <P>({ client }: { readonly client: P }) =>
    phrase`You allowed your organization to connect ${client} again.`,
}

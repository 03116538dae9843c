/**
 * Why a person was signed out, or an app disconnected: for support, in plain words, with what to say
 * to the person.
 */

export interface Ending {
  /** What happened, as a sentence. */
  readonly what: string
  /** What to say to the person. */
  readonly say: string
}

export const endings = {
  title: 'Why signed out?',
  about:
    'For a person and an app: what ended lately, why, and what to say. Times are when the server noted it.',
  user: 'User: address or id',
  client: 'App: name or client id',
  clientHint: 'May be empty, for everything that ended for this person.',
  look: 'Look it up',
  unknownUser: 'There is no user with this address or id.',
  unknownClient: 'There is no app with this name or client id.',
  now: 'Now',
  last: 'What ended lately',
  lastAbout: (days: string) => `The last ${days}, newest first.`,
  nothing: 'Nothing ended for this person in that time.',
  nothingNext:
    'Then the app has most likely lost its token, or asks for a sign-in by itself. The refusals of the app show what it sent.',
  say: 'Say:',
  sayNothing:
    'Ask the person to connect the app again. If it happens once more, look at the refusals of the app.',
  showUser: 'Show the user',
  showClient: 'Show the client',

  accountDisabled: 'The account is disabled: nobody can sign in to it, and its apps are refused.',
  accountToBeDeleted: 'The account waits for its deletion, as its owner asked.',
  accountActive: 'The account is active.',
  clientDisabled: 'The app is disabled: all its requests are refused.',
  clientActive: 'The app is active.',
  connected: (count: string) => `The app is connected: ${count}.`,
  notConnected: 'The app is not connected to this account now.',
  sessions: (count: string) => `Signed in: ${count}.`,

  causes: {
    reuse: {
      what: 'The app used an old refresh token a second time. It runs twice with one token, was restored from a backup, or somebody copied its token.',
      say: 'For your safety we ended the connection, because the app presented an old key twice. Connect it again. If it happens again, tell us, and tell the makers of the app.',
    },
    revoked_by_client: {
      what: 'The app ended the connection itself.',
      say: 'The app signed you out. Connect it again in the app.',
    },
    revoked_by_user: {
      what: 'The person disconnected the app.',
      say: 'The app was disconnected on your account page. Connect it again in the app if you want to use it.',
    },
    revoked_by_operator: {
      what: 'An operator ended the connection.',
      say: 'We ended the connection. Connect the app again.',
    },
    revoked_by_platform: {
      what: 'The platform ended the connection.',
      say: 'The connection was ended from within your account at the platform. Connect the app again.',
    },
    logged_out: {
      what: 'The connection was only for as long as the sign-in, which ended.',
      say: 'You signed out, and the app with you. Sign in again.',
    },
    ended_by_issuer: {
      what: 'The company that signs the person in has signed them out.',
      say: 'Your company has signed you out. Sign in again there.',
    },
    issuer_not_trusted: {
      what: 'An operator trusts the issuer less, from which this connection came.',
      say: 'Sign-ins from your company are restricted at the moment. Ask your administrator.',
    },
    expired: {
      what: 'The app did not use the connection for so long that its refresh token expired.',
      say: 'The app was not used for a long time, so the connection ran out. Connect it again.',
    },
    unknown: {
      what: 'The connection ended.',
      say: 'The connection has ended. Connect the app again.',
    },
  } as Readonly<Record<string, Ending>>,

  kinds: {
    'sessions.ended': {
      what: 'Sessions in browsers ended.',
      say: 'You were signed out in your browsers. Sign in again.',
    },
    'session.ended': {
      what: 'The person signed out in one browser.',
      say: 'You signed out in that browser. Sign in again.',
    },
    'account.password_changed': {
      what: 'The password was changed, which ends sessions in other browsers.',
      say: 'Your password was changed, so other browsers are signed out. If you did not change it, tell us now.',
    },
    'account.disabled': {
      what: 'The account was disabled.',
      say: 'Your account is disabled at the moment.',
    },
    'account.deletion_asked': {
      what: 'The owner asked to delete the account.',
      say: 'You asked to delete your account. Until then you can sign in and keep it.',
    },
    'account.address_changed': {
      what: 'The address was changed.',
      say: 'The address of your account was changed. If you did not change it, tell us now.',
    },
    'consent.withdrawn': {
      what: 'The person disconnected the app.',
      say: 'The app was disconnected on your account page. Connect it again in the app if you want to use it.',
    },
    'grants.logged_out': {
      what: 'The connection ended with the sign-out.',
      say: 'You signed out, and the app with you. Sign in again.',
    },
    'issuer.signed_out': {
      what: 'The company that signs the person in has signed them out.',
      say: 'Your company has signed you out. Sign in again there.',
    },
  } as Readonly<Record<string, Ending>>,
} as const

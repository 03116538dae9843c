/**
 * English, which also defines the type of the other catalogues: a language with a missing text or an
 * unknown placeholder does not compile.
 *
 * A text is a string, or a function of its placeholders. A placeholder takes a string or an element of
 * the page. An element with words of its own, such as a link, is passed as a function of these words.
 */

import { formats } from './formats.ts'
import type { Language } from './languages.ts'
import { phrase } from './phrase.ts'

const inWords = formats('en-GB', {
  justNow: 'just now',
  units: {
    year: { one: 'a year', other: 'years' },
    day: { one: 'a day', other: 'days' },
    hour: { one: 'an hour', other: 'hours' },
    minute: { one: 'a minute', other: 'minutes' },
    second: { one: 'a second', other: 'seconds' },
  },
})

const tellThem =
  'Go back to the app and start again. If you see this page again, tell the people who run the app.'

export const en = {
  /** The language tag (BCP 47). */
  language: 'en' as Language,
  direction: 'ltr',
  inWords,

  home: {
    title: 'Welcome',
    heading: 'Manage the apps connected to your account',
    about:
      'Sign in to see which apps can act for you, and disconnect those you no longer use. Apps never see your password.',
    signIn: 'Sign in to your account',
    open: 'Open your account',
    signedInAs: <P>({ email }: { readonly email: P }) => phrase`Signed in as ${email}`,
    developers: 'Building an app?',
    issuer: <P>({ metadata }: { readonly metadata: (words: string) => P }) =>
      phrase`Give your OAuth 2.0 library this issuer. It finds the endpoints in the ${metadata('server metadata')}.`,
    refused: <P>({ link }: { readonly link: (words: string) => P }) =>
      phrase`Was a request refused? ${link('Look up the reason.')}`,
  },

  signIn: {
    toAccount: 'Sign in to your account',
    toApp: <P>({ client }: { readonly client: P }) => phrase`Sign in to continue to ${client}`,
    email: 'E-mail address',
    password: 'Password',
    button: 'Sign in',
    onlyWeSee: ({ brand }: { readonly brand: string }) => `Only ${brand} sees your password.`,
    neverSees: <P>({ client }: { readonly client: P }) => phrase`${client} never does.`,
    wrongCredentials: 'Wrong e-mail address or password',
    checkBoth: 'Check both and try again. Passwords are case-sensitive.',
    mayBeRight:
      'We cannot check all passwords at the moment. If you think yours is right, try again in a few minutes.',
    tooManyAttempts: 'Too many attempts',
    wait: ({ seconds }: { readonly seconds: number }) =>
      `Wait ${inWords.span(seconds)}, then try again. Your account is not locked.`,
    enterBoth: 'Enter your e-mail address and your password.',
    enterEmail: 'Enter your e-mail address.',
    enterPassword: 'Enter your password.',
    busy: 'Too many people are signing in at the moment',
    notChecked: 'Your password was not checked. Try again in a few seconds.',
    signedOut: 'You are signed out.',
    pageTooOld: 'This page was open for too long. Please sign in again.',
    sessionEnded: 'You were signed out. Nothing was changed.',
    signInToGoOn: 'Sign in to continue.',
    continueWith: <P>({ way }: { readonly way: P }) => phrase`Continue with ${way}`,
    or: 'or',

    /** Sign-in at another site. */
    ways: {
      unreachable: <P>({ way }: { readonly way: P }) =>
        phrase`${way} cannot be reached at the moment`,
      tryLater: 'Nothing was changed. Try again in a few minutes.',
      notTrusted: <P>({ way }: { readonly way: P }) =>
        phrase`The answer from ${way} could not be verified`,
      nobodySignedIn: 'For your safety, you were not signed in. Try again.',
      expired: 'That took too long',
      startAgain: 'You were not signed in. You can start again here.',
      notBegunHere: 'This sign-in cannot be continued',
      usedOrElsewhere:
        'It was already used, or it was started in another browser. You were not signed in. Start again here or in the app.',
      refused: <P>({ way }: { readonly way: P }) => phrase`${way} did not sign you in`,
      itSays: <P>({ reason }: { readonly reason: P }) => phrase`It says: ${reason}`,
      accountDisabled: 'Your account is turned off',
      notProvisioned: <P>({ way }: { readonly way: P }) =>
        phrase`You are signed in at ${way}, but you have no account here`,
      askOperator: ({ brand }: { readonly brand: string }) =>
        `Ask the people who run ${brand} to give you access.`,
      accountChanged: 'Your account was changed at the same moment',
      notRecent: <P>({ way }: { readonly way: P }) =>
        phrase`${way} did not ask you to sign in again`,
      signOutThere: <P>({ way }: { readonly way: P }) =>
        phrase`You need to sign in again. Sign out at ${way}, then try again.`,
    },
  },

  consent: {
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
  },

  account: {
    title: 'Your account',
    signedInAs: 'Signed in as',
    signOut: 'Sign out',
    apps: 'Connected apps',
    actForYou: 'These apps can act for you. Disconnecting an app takes effect at once.',
    noApps: 'No connected apps',
    howToConnect: ({ brand }: { readonly brand: string }) =>
      `To connect an app, start in the app: choose “Connect” or “Sign in with ${brand}” there. After you approve it here, it is listed on this page.`,
    app: 'App',
    itCan: 'It can',
    since: 'Connected since',
    lastUsed: 'Last used',
    never: 'Never',
    disconnect: 'Disconnect',
    disconnectApp: <P>({ client }: { readonly client: P }) => phrase`Disconnect ${client}`,
    approvedEarlier: 'Approved earlier, not connected now. It can reconnect without asking.',
    connected: ({ times }: { readonly times: number }) => `Connected ${often(times)}`,
    connectedAtLeast: ({ times }: { readonly times: number }) =>
      `Connected at least ${often(times)}`,
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
  },

  signOut: {
    title: 'Sign out?',
    signedInAs: <P>({ email }: { readonly email: P }) =>
      phrase`You are signed in as ${email}. Your apps stay connected.`,
    button: 'Sign out',
    back: 'Back to your account',
  },

  /** Connecting a provider, such as Google, to an account. */
  connect: {
    inUse: 'You may already have an account',
    notByAddress: <P>({ way, email }: { readonly way: P; readonly email: P }) =>
      phrase`An account here has the same address as your account at ${way}: ${email}. The address alone does not prove that it is yours.`,
    signInOnce: <P>({ way }: { readonly way: P }) =>
      phrase`Sign in to that account once to connect it to ${way}.`,
    signIn: 'Sign in to that account',
    separate: <P>({ way }: { readonly way: P }) => phrase`Create a new account with ${way}`,
    otherWay: 'Sign in another way',
    firstSignIn: <P>({ way }: { readonly way: P }) =>
      phrase`Sign in to the account that you want to connect to ${way}.`,
    question: 'Connect these accounts?',
    there: <P>({ way }: { readonly way: P }) => phrase`At ${way}`,
    here: 'Your account here',
    somebody: <P>({ way }: { readonly way: P }) => phrase`The account that you used at ${way}`,
    meaning: <P>({ way }: { readonly way: P }) =>
      phrase`Anyone who can sign in to that account at ${way} can then sign in to your account here.`,
    onlyIf: 'Continue only if you started this and the account there is yours.',
    decision: 'Decision',
    leave: 'Not now',
    connect: 'Connect',
  },

  /** On the account page. */
  waysIn: {
    title: 'Ways to sign in',
    password: 'Password',
    since: <P>({ day }: { readonly day: P }) => phrase`Connected since ${day}`,
    none: 'Not connected',
    disconnect: <P>({ way }: { readonly way: P }) => phrase`Disconnect ${way}`,
    connect: <P>({ way }: { readonly way: P }) => phrase`Connect ${way}`,
    connected: <P>({ way }: { readonly way: P }) =>
      phrase`${way} is connected. You can sign in with it from now on.`,
    isConnected: <P>({ way }: { readonly way: P }) =>
      phrase`That account at ${way} is already connected. Nothing was changed.`,
    isSomebodyElses: <P>({ way }: { readonly way: P }) =>
      phrase`That account at ${way} is connected to another account here. Nothing was changed.`,
    notConnected: <P>({ way }: { readonly way: P }) =>
      phrase`${way} was not connected. Nothing was changed.`,
    disconnected: <P>({ way }: { readonly way: P }) =>
      phrase`${way} is disconnected. You can no longer sign in with it.`,
    isLast: 'You cannot disconnect your only way to sign in. Connect another one first.',
  },

  formPost: {
    title: <P>({ client }: { readonly client: P }) => phrase`Back to ${client}`,
    about: 'You are being sent back to the app. If nothing happens, choose Continue.',
    button: 'Continue',
  },

  /** What scope tokens let an app do, unless the setting `scopes` describes them. */
  scopes: {
    all: 'Full access. It can do everything you can do.',
    openid: 'Know that it is you',
    email: 'Know your e-mail address',
    profile: 'Know your name',
    offline_access: 'Stay connected while you are away',
  },
  onlyIn: <P>({ apis }: { readonly apis: readonly P[] }) => phrase`Only in ${inWords.list(apis)}`,
  noAddress: 'an account without an e-mail address',
  unknownScope: ({ token }: { readonly token: string }) => `Use the permission “${token}”`,

  error: {
    code: 'Error',
    forDevelopers: 'For developers',
    reference: 'Reference',
    openAccount: 'Open your account',
    tryAgain: 'Try again',
  },

  /** The error pages: what happened, and what to do next. */
  errors: {
    unknownClient: {
      title: 'This app is not registered here',
      happened:
        'The link that brought you here names an app that is not registered with us, or that was turned off. It learned nothing about you.',
      next: 'Go back to the app and tell the people who run it.',
    },
    wrongRedirectUri: {
      title: 'The return address is not registered',
      happened:
        'The app wanted you to be sent to an address that is not registered with us. To protect you, you were not sent there.',
      next: tellThem,
    },
    incompleteRequest: {
      title: 'This link is incomplete',
      happened: 'Part of the link that brought you here is missing or cannot be read.',
      next: 'Go back to the app and start again from there.',
    },
    foreignForm: {
      title: 'This form came from another site',
      happened: 'For your protection, nothing was changed.',
      next: 'Go back to where you started and try again.',
    },
    otherBrowser: {
      title: 'Start again',
      happened: 'This sign-in began in another browser, or cookies are blocked.',
      next: 'Go back to the app and start again, with cookies allowed for this site.',
    },
    cookiesBlocked: {
      title: 'Cookies are blocked',
      happened: 'Your browser did not keep the cookie that signing in needs.',
      next: 'Allow cookies for this site, then try again.',
    },
    notFound: {
      title: 'There is no page here',
      happened: 'The address may be mistyped, or the page has moved.',
      next: 'Check the address, or open your account.',
    },
    wrongMethod: {
      title: 'That is not possible here',
      happened: 'This address exists, but it does not accept this kind of request.',
      next: 'Go back and use the link or button on the previous page.',
    },
    tooLarge: {
      title: 'The request is too long',
      happened: 'More was sent than this server accepts, so nothing was read.',
      next: 'Go back and start again. If you see this page again, tell the people who run the app.',
    },
    headersTooLong: {
      title: 'Your browser sent too much',
      happened: 'The cookies or the address are longer than this server accepts.',
      next: 'Delete the cookies for this site, then start again.',
    },
    serverError: {
      title: 'Something went wrong on our side',
      happened:
        'This is our mistake, not yours. The people who run this server can see it in the log.',
      next: 'Try again in a moment. If it happens again, tell them the reference below.',
    },
    unavailable: {
      title: 'The service is temporarily unavailable',
      happened: 'The server is busy, or cannot reach its database. Nothing is lost.',
      next: 'Wait a few seconds, then try again.',
    },
  },

  /** The error codes, for developers who follow an `error_uri` (RFC 6749 §4.1.2.1, §5.2). */
  codes: {
    invalid_request: {
      title: 'The request was incomplete or malformed',
      meaning:
        'A parameter was missing, repeated, or had a value it cannot have. The error_description of the answer says which.',
    },
    invalid_client: {
      title: 'Client authentication failed',
      meaning:
        'The client id is unknown, the secret is wrong, or the client was turned off. Check both against what was shown at registration.',
    },
    invalid_grant: {
      title: 'The code or refresh token was not valid',
      meaning:
        'It is unknown, expired, already used, revoked or was issued to another client; or the redirect URI or the PKCE verifier is not the one it was issued for. The error_description of the answer says which.',
    },
    invalid_scope: {
      title: 'The scope was not available',
      meaning:
        'It is malformed, unknown, or wider than what this client may ask for or was granted.',
    },
    invalid_target: {
      title: 'The API was not available',
      meaning: 'The resource parameter names an API that is not known here or was not granted.',
    },
    unsupported_grant_type: {
      title: 'The grant type is not offered',
      meaning: 'The server metadata lists those that are.',
    },
    unauthorized_client: {
      title: 'The client may not do this',
      meaning: 'It is not registered for this grant type or response type.',
    },
    unsupported_response_type: {
      title: 'The response type is not offered',
      meaning: 'The only response_type here is code.',
    },
    access_denied: {
      title: 'Access was denied',
      meaning: 'The user denied access, or access is not possible for this client or account.',
    },
    request_not_supported: {
      title: 'Request objects are not supported',
      meaning: 'Send the parameters of the authorization request one by one, without request.',
    },
    request_uri_not_supported: {
      title: 'A request_uri is not supported',
      meaning: 'Send the parameters of the authorization request one by one, without request_uri.',
    },
    login_required: {
      title: 'The user has to sign in',
      meaning:
        'The request forbade any page with prompt=none, and nobody was signed in. Send it again without prompt=none.',
    },
    interaction_required: {
      title: 'The user must interact to sign in',
      meaning:
        'The request does not allow any page (prompt=none), but the user must do something to sign in. Send it again without prompt=none.',
    },
    consent_required: {
      title: 'The user has to give consent',
      meaning:
        'The request forbade any page with prompt=none, and consent was needed. Send it again without prompt=none.',
    },
    not_found: {
      title: 'There is nothing at this address',
      meaning:
        'The request was sent to an address that is not an endpoint of this server. The error_description of the answer names the right one; the server metadata has them all.',
    },
    server_error: {
      title: 'Something went wrong on the server',
      meaning: 'The request was not at fault. Send it again in a moment.',
    },
    temporarily_unavailable: {
      title: 'The server was not available for a moment',
      meaning: 'Nothing is lost. Send the same request again.',
    },
  },
  giveReference: 'If that does not help, give the operator of this server the reference below.',

  /** The form that lets a client's developer see why its requests were refused. */
  clientSignIn: {
    one: {
      heading: 'Did your client send this request?',
      promise: 'Its client id and client secret show you the exact reason.',
      button: 'Show the reason',
    },
    all: {
      heading: 'Sign in as your client',
      promise: 'Enter the client id and client secret that it authenticates with.',
      button: 'Show refused requests',
    },
    failed:
      'That did not work. Check the client id and secret. Only the client that sent the request can see its reason.',
    id: 'Client id',
    secret: 'Client secret',
    publicClient: <P>({ code }: { readonly code: (words: string) => P }) =>
      phrase`A public client has no secret. The ${code('error_description')} of its answers says what was wrong, and the operator finds the rest by the reference.`,
  },

  refusedRequests: {
    title: 'Refused requests',
    client: 'Client',
    none: ({ days }: { readonly days: number }) =>
      `No request of this client was refused in the last ${inWords.number(days)} days.`,
    latest: ({ days }: { readonly days: number }) =>
      `The latest of the last ${inWords.number(days)} days. A request appears here after about a second.`,
    reason: 'Reason',
    when: 'When',
    request: 'Request',
    error: 'Error',
    why: 'Why was a request refused?',
    about: <P>({ code }: { readonly code: (words: string) => P }) =>
      phrase`Each error answer of this server has an ${code('error_uri')}, which leads to the reason. This page lists all refused requests of your client.`,
  },
}

/** The texts of one language. */
export type Words = typeof en

function often(times: number): string {
  return inWords.plural(times, { one: 'once', other: `${inWords.number(times)} times` })
}

/** The words of each error page. Told to a person first; `forDevelopers` is for who built the app. */

export interface ErrorText {
  readonly title: string
  readonly happened: string
  readonly next: string
  /** The OAuth error code (RFC 6749 §4.1.2.1), where there is one. */
  readonly code: string | null
  readonly forDevelopers: string | null
}

export const errorTexts = {
  unknownClient: {
    title: 'This app is not registered here',
    happened:
      'The link that brought you here names an app that is not registered with us, or that was turned off. It learned nothing about you.',
    next: 'Go back to the app and tell the people who run it.',
    code: 'invalid_client',
    forDevelopers: 'client_id is unknown, or the client is turned off.',
  },
  wrongRedirectUri: {
    title: 'The return address is not registered',
    happened:
      'The app wanted you to be sent to an address that is not registered with us. To protect you, you were not sent there.',
    next: 'Go back to the app and start again. If you see this page again, tell the people who run the app.',
    code: 'invalid_request',
    forDevelopers:
      'redirect_uri must be one of the addresses registered for this client, character for character.',
  },
  incompleteRequest: {
    title: 'This link is incomplete',
    happened: 'Part of the link that brought you here is missing or cannot be read.',
    next: 'Go back to the app and start again from there.',
    code: 'invalid_request',
    forDevelopers: 'client_id is required, once, and every parameter must be valid UTF-8.',
  },
  foreignForm: {
    title: 'This form came from another site',
    happened: 'For your protection, nothing was changed.',
    next: 'Go back to where you started and try again.',
    code: null,
    forDevelopers: null,
  },
  otherBrowser: {
    title: 'Start again',
    happened: 'This sign-in began in another browser, or cookies are blocked.',
    next: 'Go back to the app and start again, with cookies allowed for this site.',
    code: null,
    forDevelopers: null,
  },
  cookiesBlocked: {
    title: 'Cookies are blocked',
    happened: 'Your browser did not keep the cookie that signing in needs.',
    next: 'Allow cookies for this site, then try again.',
    code: null,
    forDevelopers: null,
  },
  notFound: {
    title: 'There is no page here',
    happened: 'The address may be mistyped, or the page has moved.',
    next: 'Check the address, or open your account.',
    code: null,
    forDevelopers: null,
  },
  wrongMethod: {
    title: 'That does not work here',
    happened: 'This address exists, but it was called in a way that it does not answer.',
    next: 'Go back and use the link or the button on the page before.',
    code: null,
    forDevelopers: 'The Allow header of this answer names the methods that work.',
  },
  tooLarge: {
    title: 'The request is too long',
    happened: 'More was sent than this server accepts, so nothing was read.',
    next: 'Go back and start again. If you see this page again, tell the people who run the app.',
    code: null,
    forDevelopers: null,
  },
  headersTooLong: {
    title: 'Your browser sent too much',
    happened: 'The cookies or the address are longer than this server accepts.',
    next: 'Delete the cookies for this site, then start again.',
    code: null,
    forDevelopers: null,
  },
  serverError: {
    title: 'Something went wrong on our side',
    happened:
      'This is our mistake, not yours. The people who run this server can see it in the log.',
    next: 'Try again in a moment. If it happens again, tell them the reference below.',
    code: 'server_error',
    forDevelopers: null,
  },
  unavailable: {
    title: 'The service is temporarily unavailable',
    happened: 'The server is busy, or cannot reach its database. Nothing is lost.',
    next: 'Wait a few seconds, then try again.',
    code: 'temporarily_unavailable',
    forDevelopers: null,
  },
} as const satisfies Readonly<Record<string, ErrorText>>

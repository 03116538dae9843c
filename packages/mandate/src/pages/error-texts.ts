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
    title: 'This app is not known here',
    happened:
      'The link that brought you here names an app that is not registered with us, or that was switched off. It was told nothing about you.',
    next: 'Go back to the app and tell the people who run it.',
    code: 'invalid_request',
    forDevelopers: 'client_id is unknown, disabled or given twice.',
  },
  wrongRedirectUri: {
    title: 'This link leads to the wrong place',
    happened:
      'The app wanted you to be sent to an address that was never agreed with us. To protect you, you were not sent there.',
    next: 'Go back to the app and start again. If you end up here a second time, tell the people who run it.',
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
    title: 'This did not come from our page',
    happened:
      'A form was sent to us that is not the one we showed you, or that was open for too long. Nothing was done.',
    next: 'Go back to where you started and try again.',
    code: null,
    forDevelopers: null,
  },
  otherBrowser: {
    title: 'This page belongs to another browser',
    happened:
      'A sign-in works only in the browser that it was started in. Or this browser keeps no cookies, and then nobody can sign in with it.',
    next: 'Go back to the app and start again, with cookies allowed for this page.',
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
    next: 'Check the address, or go on with your account.',
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
    title: 'That was too much at once',
    happened: 'More was sent than this page accepts, so nothing of it was read.',
    next: 'Go back and send less.',
    code: null,
    forDevelopers: null,
  },
  serverError: {
    title: 'Something went wrong on our side',
    happened: 'This is our mistake, not yours. It was noted for the people who run this server.',
    next: 'Try again in a moment. If it happens again, tell them the reference below.',
    code: 'server_error',
    forDevelopers: null,
  },
  unavailable: {
    title: 'We will be back in a moment',
    happened: 'This server cannot reach its records just now. Nothing is lost.',
    next: 'Wait a few seconds, then try again.',
    code: 'temporarily_unavailable',
    forDevelopers: null,
  },
} as const satisfies Readonly<Record<string, ErrorText>>

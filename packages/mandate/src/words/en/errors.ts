const tellThem =
  'Go back to the app and start again. If you see this page again, tell the people who run the app.'

/** The error pages: what happened, and what to do next. */
export const errors = {
  unknownClient: {
    title: 'This app is not registered here',
    happened:
      'The link that brought you here names an app that is not registered with us, or that was turned off. It learned nothing about you.',
    next: 'Go back to the app and tell the people who run it.',
  },
  clientHeld: {
    title: 'This app has to be approved first',
    happened:
      'The app says that it comes from the domain above. The people who run this server have not decided yet whether to accept apps from there. The app has learned nothing about you.',
    next: 'Tell them that you would like to use it. Once they have accepted it, start again from the app.',
  },
  clientDenied: {
    title: 'This app is not accepted here',
    happened:
      'The app says that it comes from the domain above. The people who run this server do not accept apps from there. The app has learned nothing about you.',
    next: 'If you think this is a mistake, tell the people who run this server.',
  },
  documentRefused: {
    title: 'This app cannot be recognized',
    happened:
      'The app says that its description is on the domain above. The description could not be read, or is not valid. The app has learned nothing about you.',
    next: 'Try again in a few minutes. If you see this page again, tell the people who run the app.',
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
  requestOver: {
    title: 'This sign-in is over',
    happened: 'It was completed already, or it was started too long ago.',
    next: 'Go back to the app and start again from there.',
  },
  cookiesBlocked: {
    title: 'Cookies are blocked',
    happened: 'Your browser did not keep the cookie that signing in needs.',
    next: 'Allow cookies for this site, then try again.',
  },
  logOutRefused: {
    title: 'This request to sign out is not valid',
    happened:
      'An app wanted to sign you out, but part of its request cannot be used, so nothing was ended.',
    next: 'To sign out, use the button.',
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
}

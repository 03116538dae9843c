/** What to do about requests that cannot be read, no matter who sent them. */

import type { Remedy } from './remedy.ts'

export const formRemedies = {
  malformed_form: {
    title: 'The form could not be read',
    happened: 'The parameters could not be read as a form.',
    next: 'Percent-encode each name and value as UTF-8, and send no NUL. A form library does this for you.',
  },
  repeated_parameter: {
    title: 'A parameter came twice',
    happened: 'A parameter came more than once.',
    next: 'Send it once. Check whether the value is both in your code and in the address that it is added to.',
  },
  missing_parameter: {
    title: 'A parameter is missing',
    happened: 'A required parameter was missing. An empty one counts as missing.',
    next: 'Add the parameter named below, with a value.',
  },
  malformed_parameter: {
    title: 'A parameter has an impossible value',
    happened: 'A parameter had a value that it cannot have.',
    next: 'Look the parameter up in RFC 6749, or in RFC 7636 if its name begins with code_.',
  },
  malformed_http: {
    title: 'The request was not well-formed HTTP',
    happened: 'The request was not well-formed HTTP.',
    next: 'Send it with an HTTP library, and check what proxies on the way change.',
  },
  request_too_long: {
    title: 'The request was too long',
    happened: 'The request was longer than this server reads.',
    next: 'Keep an authorization request below 8,000 characters and a body below 64 KiB. Keep a long state on your side, and send a short name for it.',
  },
  wrong_content_type: {
    title: 'The body was not a form',
    happened: 'The Content-Type of the request was not that of a form.',
    next: 'Send the parameters as application/x-www-form-urlencoded, not as JSON.',
  },
  parameters_in_query: {
    title: 'Parameters were in the URL',
    happened: 'Parameters were in the URL, where logs keep them.',
    next: 'Move them to the body. If a token or a secret was among them, treat it as leaked: rotate the secret, revoke the token.',
  },
  malformed_retry_key: {
    title: 'Idempotency-Key was not usable',
    happened: 'The Idempotency-Key header was sent twice, or has no usable value.',
    next: 'Send it once, with 1 to 255 printable characters: a fresh random value for each request, and the same value when you repeat that request.',
  },
  unknown_address: {
    title: 'Nothing at this address',
    happened: 'There is nothing at the address that the request was sent to.',
    next: 'Use the address named below, or take all addresses from the server metadata. A slash at the end makes another address.',
  },
  pending_from_elsewhere: {
    title: 'The sign-in began in another browser',
    happened: 'A sign-in was continued in another browser than it began in, or without cookies.',
    next: 'Start again from the app, in one browser, with cookies allowed for this server.',
  },
  foreign_page: {
    title: 'The page is not one of the client’s',
    happened:
      'A web page sent the request, and its origin is not that of a registered redirect URI. Its browser would not have shown it the answer.',
    next: 'Register a redirect URI with the origin of that page (scheme, host and port). Nothing was used up; the page can send the request again.',
  },
  content_coding: {
    title: 'The body was compressed',
    happened: 'The body was compressed or coded otherwise (Content-Encoding).',
    next: 'Send the form as it is, without Content-Encoding.',
  },
  cross_site: {
    title: 'The form came from another site',
    happened: 'A form was sent by a page of another site.',
    next: 'Use the form on this server’s own page. Its forms cannot be embedded or sent from elsewhere.',
  },
  storage_unavailable: {
    title: 'The database could not be reached',
    happened: 'The server could not reach its database.',
    next: 'Nothing is lost. Send the user through the login again in a moment.',
  },
  too_many_codes: {
    title: 'Too many codes within a minute',
    happened: 'One signed-in browser asked for more than 120 codes within a minute.',
    next: 'Look for a page that sends the user to sign in again and again, or that never redeems its code. It works again in the next minute.',
  },
  program_error: {
    title: 'Something went wrong on the server',
    happened: 'Something went wrong on the server.',
    next: 'Give the operator the reference of this page; the log has the cause.',
  },
} as const satisfies Record<string, Remedy>

/** Requests that cannot be read, no matter who sent them. */

import { reason } from '../definition.ts'
import { after, ascii, list } from '../description.ts'
import { text, texts } from '../details.ts'

/** The valid values of a parameter that had an invalid one. */
const VALUES: Readonly<Record<string, string>> = {
  state: 'printable ASCII characters.',
  response_mode: 'query, form_post, or one of them as a JWT: query.jwt, form_post.jwt, jwt.',
  code_challenge:
    'the 43 characters of base64url that SHA-256 of the verifier gives, without padding.',
  prompt: 'none, login, consent or select_account.',
  max_age: 'a whole number of seconds.',
  id_token_hint: 'an ID token that this server has issued to the client.',
}

export const formReasons = {
  malformed_form: reason('invalid_request', {
    description:
      'The parameters are not a valid form. Percent-encode each name and value as UTF-8, and send no NUL.',
    title: 'The form could not be read',
    happened: 'The parameters could not be read as a form.',
    next: 'Percent-encode each name and value as UTF-8, and send no NUL. A form library does this for you.',
  }),
  repeated_parameter: reason('invalid_request', {
    details: { parameter: text('Parameter') },
    description: ({ parameter }) =>
      `The parameter ${ascii(parameter)} appears more than once. Send it once.`,
    title: 'A parameter came twice',
    happened: 'A parameter came more than once.',
    next: 'Send it once. Check whether the value is both in your code and in the address that it is added to.',
  }),
  missing_parameter: reason('invalid_request', {
    details: { parameter: text('Parameter') },
    description: ({ parameter }) => `The parameter ${ascii(parameter)} is missing or empty.`,
    title: 'A parameter is missing',
    happened: 'A required parameter was missing. An empty one counts as missing.',
    next: 'Add the parameter named below, with a value.',
  }),
  malformed_parameter: reason('invalid_request', {
    details: { parameter: text('Parameter') },
    description: ({ parameter }) =>
      `The parameter ${ascii(parameter)} has a value that it cannot have.${after(' It can be: ', VALUES[parameter] ?? '')}`,
    title: 'A parameter has an impossible value',
    happened: 'A parameter had a value that it cannot have.',
    next: 'Look the parameter up in RFC 6749, or in RFC 7636 if its name begins with code_.',
  }),
  malformed_http: reason('invalid_request', {
    description: 'The request is not well-formed HTTP.',
    title: 'The request was not well-formed HTTP',
    happened: 'The request was not well-formed HTTP.',
    next: 'Send it with an HTTP library, and check what proxies on the way change.',
  }),
  request_too_long: reason('invalid_request', {
    description: 'The request is longer than this server reads.',
    problem: 'tooLarge',
    title: 'The request was too long',
    happened: 'The request was longer than this server reads.',
    next: 'Keep an authorization request below 8,000 characters and a body below 64 KiB. Keep a long state on your side, and send a short name for it.',
  }),
  wrong_content_type: reason('invalid_request', {
    description: 'Send the parameters as application/x-www-form-urlencoded in the request body.',
    title: 'The body was not a form',
    happened: 'The Content-Type of the request was not that of a form.',
    next: 'Send the parameters as application/x-www-form-urlencoded, not as JSON.',
  }),
  content_coding: reason('invalid_request', {
    description: 'The body has a Content-Encoding. Send it as it is.',
    title: 'The body was compressed',
    happened: 'The body was compressed or coded otherwise (Content-Encoding).',
    next: 'Send the form as it is, without Content-Encoding.',
  }),
  parameters_in_query: reason('invalid_request', {
    details: { parameters: texts('In the URL') },
    description: ({ parameters }) =>
      `Parameters belong in the request body, not in the URL, where logs would keep them${after(': ', list(parameters))}.`,
    title: 'Parameters were in the URL',
    happened: 'Parameters were in the URL, where logs keep them.',
    next: 'Move them to the body. If a token or a secret was among them, treat it as leaked: rotate the secret, revoke the token.',
  }),
  malformed_retry_key: reason('invalid_request', {
    description: 'Idempotency-Key must appear once and have 1 to 255 printable characters.',
    title: 'Idempotency-Key was not usable',
    happened: 'The Idempotency-Key header was sent twice, or has no usable value.',
    next: 'Send it once, with 1 to 255 printable characters: a fresh random value for each request, and the same value when you repeat that request.',
  }),
}

/** Assertions of other issuers: about people (RFC 7523 §2.1, ID-JAG), and tokens of workloads. */

import { type Found, type OperatorsPart, reason } from '../definition.ts'
import { ascii } from '../description.ts'
import { optional, text, word } from '../details.ts'
import { badAssertion } from './bad-credentials.ts'

const askIssuer = 'Get a new assertion from its issuer, and present it once, at once.'
/** The same, whatever the operator trusts: it is nobody else's business. */
const notForClient =
  'This server does not take assertions of this issuer from this client. Ask the operator of the server.'

const showIssuers = ({ client }: Pick<Found<unknown>, 'client'>): OperatorsPart => ({
  message: `Which issuers may our client ${client} bring assertions of?`,
  command: 'issuer list',
})

const issuer = text('Issuer')
const claimProblems = {
  missing_claim: 'it is missing',
  claim: 'it has another value than it has to',
  expired: 'it is over',
  not_yet: 'it is in the future',
  too_old: 'it is too long ago',
  too_long_valid: 'it is further away than this issuer may make it',
}

export const assertionReasons = {
  grant_assertion_unreadable: reason('invalid_grant', {
    details: {
      problem: word('Problem', {
        too_long: 'it is too long',
        malformed:
          'it is not a JWT of three parts with an iss, or its header asks for an extension',
        encrypted: 'it is encrypted',
        unsigned: 'it is not signed: its algorithm is none',
        embedded_key: 'its header names its own key: jwk, jku or x5u',
      }),
    },
    description:
      'The assertion has to be a JWT that its issuer signed, with an iss, of at most 16,384 characters, not encrypted, without extensions and without a key in its header.',
    title: 'Assertion not readable',
    happened: 'The assertion could not be read.',
    next: askIssuer,
  }),
  issuer_not_trusted: reason('invalid_grant', {
    details: {
      issuer,
      problem: word('Problem', {
        unknown: 'the operator does not trust this issuer',
        other_purpose: 'the operator trusts this issuer for something else',
        tenant: 'the operator trusts this issuer for another tenant',
        turned_off: 'the operator has disabled this issuer',
        client: 'the operator does not take assertions of this issuer from this client',
      }),
    },
    description: notForClient,
    title: 'Issuer not trusted',
    happened: 'The operator does not take such an assertion of this issuer from this client.',
    next: 'Compare iss and tenant with what the operator trusts, character by character: a slash at the end counts.',
    operator: showIssuers,
  }),
  client_cannot_assert: reason('unauthorized_client', {
    description:
      'Assertions about people are for clients that prove themselves. This client only states its client_id.',
    title: 'Public client with an assertion',
    happened: 'The client is public, and anybody can say that they are it.',
    next: 'Register a client with a secret, a key or a workload identity.',
  }),
  grant_assertion_wrong: reason('invalid_grant', {
    details: {
      issuer,
      problem: word('Problem', {
        signature: 'the signature is not from a key of the issuer',
        no_key: 'no key of the issuer has this kid and is for this algorithm',
        algorithm: 'the algorithm is not one that this issuer may use',
        typ: 'the typ says that it is something else than a grant',
      }),
      alg: text('Algorithm'),
      kid: optional(text('Key (kid)')),
    },
    description:
      'The assertion could not be verified with the keys of its issuer, or it is another kind of token.',
    title: 'Assertion not verified',
    happened: 'The issuer is trusted, and the assertion could not be verified with its keys.',
    next: 'Present an assertion that its issuer made for this server: neither an ID token nor an access token. If it is one, the operator can compare the keys.',
    operator: showIssuers,
  }),
  grant_assertion_claims: reason('invalid_grant', {
    details: {
      issuer,
      problem: word('Problem', claimProblems),
      claim: text('Claim'),
      expected: optional(text('Expected')),
    },
    description: ({ problem, claim, expected }) => {
      const name = ascii(claim)
      if (expected !== undefined) return `The assertion needs ${ascii(expected)} as its ${name}.`
      switch (problem) {
        case 'missing_claim':
          return `The assertion has no ${name}. ${askIssuer}`
        case 'expired':
          return `The assertion has expired. ${askIssuer}`
        case 'not_yet':
          return `The ${name} of the assertion is in the future. Check the clock of its issuer.`
        case 'too_long_valid':
          return 'The assertion is valid for longer than the operator lets this issuer make it.'
        default:
          return `The ${name} of the assertion is wrong, or not supported here. ${askIssuer}`
      }
    },
    title: 'Assertion with a wrong claim',
    happened: 'The assertion is signed by its issuer, and a claim is missing or wrong.',
    next: askIssuer,
  }),
  grant_assertion_used: reason('invalid_grant', {
    details: { issuer },
    description: `The assertion was used before. ${askIssuer}`,
    title: 'Assertion used twice',
    happened: 'An assertion of this issuer with the same jti was used before.',
    next: 'Get a new assertion for each token request, also when one is repeated. If the client does so, somebody else has sent its assertion.',
  }),
  assertion_subject_unknown: reason('invalid_grant', {
    details: { issuer, provider: text('Users of'), subject: text('Subject') },
    description:
      'Nobody here is known as the subject of the assertion. Send the user to sign in once with that issuer, or ask the operator to link them.',
    title: 'Unknown person',
    happened:
      'The assertion is right, and nobody here is linked to its subject. An e-mail address in it counts for nothing.',
    next: 'Send the user to sign in here once with that issuer. Or the operator links the user, or lets the issuer bring people.',
    operator: ({ details: { provider, subject } }) => ({
      message: `Please link the user whose id at ${provider} is ${subject}.`,
      command: `user link EMAIL ${provider} ${subject}`,
    }),
  }),
  assertion_after_end: reason('invalid_grant', {
    details: {
      issuer,
      problem: word('Problem', {
        person: 'the user disconnected the app, and has not allowed it again',
        issuer: 'the issuer signed the user out after it made the assertion',
      }),
    },
    description: ({ problem }) =>
      problem === 'person'
        ? 'The user has disconnected this app, and an assertion does not connect it again. The user can allow it on the account page.'
        : `The issuer has signed the user out since it made the assertion. ${askIssuer}`,
    title: 'Assertion after an end',
    happened: 'What came of earlier assertions was ended, and this one does not begin it again.',
    next: 'If the user disconnected the app, only the user can allow it again, on the account page. If the issuer signed the user out, get a new assertion.',
  }),
  issuer_keys_unavailable: reason('temporarily_unavailable', {
    details: { issuer, problem: text('Problem') },
    description:
      'The keys of the issuer cannot be had at the moment. The assertion is not used up: send it again.',
    title: 'Keys of an issuer not available',
    happened: 'The keys of a trusted issuer could not be had, so nothing was decided.',
    next: 'Send the same request again after a while. The operator can check that this server reaches the issuer.',
    operator: () => ({
      message: 'Your server does not get the keys of an issuer that it trusts. Can it reach them?',
      command: 'issuer list',
    }),
  }),
  issuer_logout_refused: reason('invalid_request', {
    details: {
      issuer,
      problem: word('Problem', {
        unreadable: 'it is no signed JWT',
        not_trusted: 'no issuer with this iss and aud is registered to send logout tokens',
        signature: 'it is not signed with a key of the issuer',
        claims: 'a claim is missing, over, in the future, or wrong',
        another_token: 'it is another kind of token',
        no_subject: 'it names a session, and no sub',
      }),
    },
    description: ({ problem }) =>
      problem === 'no_subject'
        ? 'The logout token names no sub. Send the subject, because sessions of the issuer are not known here.'
        : 'The logout_token has to be a logout token of an issuer that the operator trusts, for the audience registered for it, and at most ten minutes old.',
    title: 'Logout token refused',
    happened: 'A logout token was not accepted, so nothing was ended.',
    next: 'Compare iss and aud with what is registered for the issuer, and its keys.',
    operator: () => ({
      message: 'Which of our logout tokens does your server take?',
      command: 'issuer list',
    }),
  }),
  workload_refused: reason('invalid_client', {
    details: {
      issuer,
      problem: word('Problem', {
        not_registered: 'the client is not registered with a workload',
        not_trusted: 'the operator does not trust this issuer with workloads, or has disabled it',
        issuer: 'the token is of another issuer than that of the client',
        subject: 'the subject is another than that of the client',
        signature: 'the signature is not from a key of the issuer',
        no_key: 'no key of the issuer has this kid and is for this algorithm',
        algorithm: 'the algorithm is not one that this issuer may use',
        typ: 'the typ says that it is another kind of token',
      }),
      subject: optional(text('Subject')),
      expected: optional(text('Expected')),
    },
    description: badAssertion,
    title: 'Workload not recognized',
    happened: 'The token is not one with which this client proves itself.',
    next: 'Compare iss and sub of the token with what is registered for the client, character by character.',
    operator: ({ client }) => ({
      message: `Which workload is our client ${client}?`,
      command: `client show ${client}`,
    }),
  }),
}

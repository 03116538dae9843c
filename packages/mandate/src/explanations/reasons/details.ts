/** Authorization details that cannot be asked for or granted (RFC 9396 §5, §6). */

import { reason } from '../definition.ts'
import { ascii, list } from '../description.ts'
import { optional, text, texts, word } from '../details.ts'

const MALFORMED = {
  too_long: 'it is longer than 6,000 characters',
  no_json: 'it is not JSON',
  no_list: 'it is not a list with at least one element',
  too_many: 'it has more than 20 elements',
  no_type: 'an element is not an object with a type',
  too_deep: 'it is nested more than 8 levels deep',
  forbidden_name: 'a member has the name __proto__',
} as const

/** In words that follow the place of the limit. */
const LIMITS = {
  no_amount: 'has to be an object with value, such as 12.50 in quotes, and currency, such as EUR',
  no_currency: 'has a currency that is no current code of ISO 4217',
  too_precise: 'has more digits after the point than its currency has',
  too_large: 'is larger than any that is granted',
  no_calls: 'has to be a whole number',
  no_time: 'has to be a time in UTC, such as 2026-12-03T18:00:00Z',
  nothing: 'allows nothing',
  past: 'lies in the past',
} as const

export const detailReasons = {
  details_malformed: reason('invalid_authorization_details', {
    details: { because: word('What is wrong', MALFORMED) },
    description: ({ because }) =>
      `authorization_details has to be a JSON array of objects with a type: ${MALFORMED[because]}.`,
    title: 'Authorization details malformed',
    happened: 'The authorization_details were not a JSON array of objects that each have a type.',
    next: 'Send a JSON array, form-encoded like any other value (RFC 9396 §2).',
  }),
  details_type: reason('invalid_authorization_details', {
    details: { type: optional(text('Type')), possible: texts('Possible') },
    description: ({ type, possible }) =>
      `${type === undefined ? 'The authorization details have a type that is not known here' : `This client may not ask for authorization details of the type ${ascii(type)}`}. Possible: ${list(possible) || 'none'}.`,
    title: 'Type of authorization details not available',
    happened:
      'The authorization_details had a type that is not declared on this server, or that this client is not registered for.',
    next: 'Use one of the possible types, or ask the operator.',
    operator: ({ client, details: { type, possible } }) =>
      type === undefined
        ? undefined
        : {
            message: `Please allow our client ${client} to use authorization details of the type ${type}.`,
            command: `client update ${client} --authorization-details-types ${[...possible, type].join(' ')}`,
          },
  }),
  details_invalid: reason('invalid_authorization_details', {
    details: { type: text('Type'), at: text('Place'), rule: text('Rule of JSON Schema') },
    description: ({ type, at, rule }) =>
      `The authorization details of the type ${ascii(type)} do not fit their schema at ${ascii(at)}, rule ${ascii(rule)}.`,
    title: 'Authorization details do not fit their type',
    happened:
      'A field of the authorization_details was missing, unknown, or had a value that its type does not allow.',
    next: 'Compare them with the schema of their type; the operator of the server has it. Fields that the schema does not name are refused.',
    facts: ({ type, at, rule }) => [
      { label: 'Type', value: type },
      { label: 'Place', value: at },
      {
        label: 'Rule of JSON Schema',
        value: rule === 'time' ? 'the check took too long' : rule,
      },
    ],
  }),
  details_without_person: reason('invalid_authorization_details', {
    description:
      'authorization_details are what a user agrees to, and a client in its own name has no user. Leave them out.',
    title: 'Authorization details without a user',
    happened: 'The client asked for authorization details in its own name, where no user agrees.',
    next: 'Leave out authorization_details, or send the user to sign in with them.',
  }),
  details_limit: reason('invalid_authorization_details', {
    details: { type: text('Type'), at: text('Place'), because: word('What is wrong', LIMITS) },
    description: ({ type, at, because }) =>
      `A limit in the authorization details of the type ${ascii(type)} cannot be granted: ${ascii(at)} ${LIMITS[because]}.`,
    title: 'A limit in the authorization details cannot be granted',
    happened:
      'A member of the authorization_details that limits how much, how often or until when had a value that it cannot have.',
    next: 'Send an amount as an object with value and currency, a number of calls as a whole number, and a time in UTC that is still to come.',
  }),
  details_scope_needed: reason('invalid_scope', {
    details: { possible: texts('Possible') },
    description: ({ possible }) =>
      `A request with these authorization details has to name a scope. Allowed: ${list(possible) || 'none'}.`,
    title: 'A scope is needed beside the authorization details',
    happened:
      'The request had authorization_details and no scope, and their types have no scope of their own.',
    next: 'Name the scope that is needed beside the details, so that the client does not get the default scope as well.',
  }),
  details_wider: reason('invalid_authorization_details', {
    description:
      'The token request asks for authorization details that were not granted. Send some of the granted ones, each as it is in the token response.',
    title: 'Authorization details were not granted',
    happened:
      'The token request asked for authorization_details that are not among the granted ones.',
    next: 'Send some of the granted ones, each complete and with the same values (RFC 9396 §6), or leave the parameter out.',
  }),
}

/**
 * Which clients may act with which tokens (token exchange, RFC 8693). Only an operator sets these, and
 * a client without any of them exchanges nothing.
 */

import { texts } from './field.ts'

const idProblem = (id: string) => !/^[\x21-\x7e]{1,2000}$/.test(id) && 'ids of clients'
const apiProblem = (uri: string) =>
  (!URL.canParse(uri) || uri.includes('#')) && 'absolute URIs of APIs, without a fragment'

export const exchangeFields = {
  token_exchange_clients: texts({
    help: 'the clients whose tokens it may exchange, to act for their users (RFC 8693)',
    value: 'client_id',
    problem: idProblem,
  }),
  token_exchange_apis: texts({
    help: 'the APIs that it acts as: it may exchange tokens that name one of them',
    value: 'uri',
    problem: apiProblem,
  }),
  token_exchange_targets: texts({
    help: 'APIs that it may reach by exchange even if the grant of the user does not name them',
    value: 'uri',
    problem: apiProblem,
  }),
  // RFC 8693 §4.4 lets a token say who may act with it.
  token_exchange_actors: texts({
    help: 'the only clients that may exchange its tokens; any that the operator allows, if not given',
    value: 'client_id',
    problem: idProblem,
  }),
}

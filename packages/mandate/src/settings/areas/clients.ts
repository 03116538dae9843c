/** Clients, and how they come to be known. */

import { allowedSchemeProblem } from '../../clients/redirect-uri.ts'
import { DOMAIN_POLICIES } from '../../grants/document-clients.ts'
import { hostsProblem } from '../rules.ts'
import { type Setting, wholeNumber, YEAR } from '../setting.ts'

export const clients = {
  client_secret_overlap_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: YEAR,
    default: 604_800,
    meaning: 'How long the old client secret still works after a rotation.',
  }),
  client_registration: {
    declarable: true,
    schema: { type: 'string', minLength: 1, enum: ['off', 'token', 'open'] },
    default: 'off',
    meaning:
      'Whether clients register themselves (RFC 7591): not at all, only with an initial access token ' +
      '(`mandate client registration-token create`), or every program that can reach the server. ' +
      'Such a client is never trusted, and the consent page says that nobody here has checked it.',
    give: 'off, token or open',
  },
  client_registration_scope: {
    declarable: true,
    schema: { type: 'string' },
    default: { described: 'the default scope, and that of OpenID Connect if it is on' },
    meaning:
      'The scope tokens, separated by spaces, that a client which registers itself may ask for; ' +
      'whatever else it names is left out.',
    give: 'scope tokens with one space between',
  },
  client_registration_most: wholeNumber({
    declarable: true,
    from: 1,
    to: 1_000_000,
    default: 1000,
    meaning:
      'How many clients may have registered themselves at a time; beyond it, others have to wait ' +
      'until some are deleted.',
  }),
  client_registration_unused_days: wholeNumber({
    declarable: true,
    from: 1,
    to: 3650,
    default: 30,
    meaning:
      'A client that registered itself is deleted if it has no grant, and got none for this many days.',
  }),
  client_documents: {
    declarable: true,
    schema: { type: 'string', minLength: 1, enum: ['off', 'deny', 'ask', 'allow'] },
    default: 'off',
    meaning:
      'Whether a client may identify itself by the https URL of a document that describes it (Client ' +
      'Metadata Documents), as MCP clients do: with off no document is fetched; otherwise this says what ' +
      'happens with a domain that client_document_domains does not name: it is denied, or the operator ' +
      'is asked about it (`mandate client-domain list`), or it is allowed. Such a client is never trusted, ' +
      'and the consent page says that nobody here has checked it.',
    give: 'off, deny, ask or allow',
  },
  client_document_domains: {
    declarable: true,
    schema: {
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1, enum: [...DOMAIN_POLICIES] },
    },
    default: {},
    meaning:
      'What happens with clients that have their document at one of these hosts. `*.example.com` stands ' +
      'for every host below example.com; a port other than 443 is part of the host, and a host that is ' +
      'denied is denied with all its ports. When a host is denied, the tokens of its clients are no ' +
      'longer good. A host in fetch_allowed_hosts that is not named here waits for the operator even if ' +
      'client_documents is allow.',
    give: 'a map from host to allow, ask or deny, such as {claude.ai: allow, "*.example.com": deny}',
    problem: (value) => hostsProblem(Object.keys(value as Readonly<Record<string, string>>)),
  },
  client_document_scope: {
    declarable: true,
    schema: { type: 'string' },
    default: { described: 'the default scope, and that of OpenID Connect if it is on' },
    meaning:
      'The scope tokens, separated by spaces, that a client with a document may ask for; whatever else ' +
      'the document names is left out.',
    give: 'scope tokens with one space between',
  },
  client_document_schemes: {
    declarable: true,
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    meaning:
      'Private-use URI schemes without a dot that redirect URIs in documents may have. Any app on a ' +
      'device can claim such a scheme, so name only those of apps that have nothing better.',
    give: 'names of schemes, such as [cursor]',
    problem: (value) => schemesProblem(value as readonly string[]),
  },
} as const satisfies Record<string, Setting>

function schemesProblem(schemes: readonly string[]): string | undefined {
  const wrong = schemes.find((scheme) => allowedSchemeProblem(scheme) !== undefined)
  return wrong === undefined
    ? undefined
    : `names of schemes in place of ${JSON.stringify(wrong)}, which ${allowedSchemeProblem(wrong)}`
}

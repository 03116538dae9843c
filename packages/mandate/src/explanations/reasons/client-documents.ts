/** Clients whose id is the URL of a document that describes them. */

import { reason } from '../definition.ts'
import { ascii } from '../description.ts'
import { text } from '../details.ts'

const allow = (domain: string) => `client-domain allow ${domain}`

export const clientDocumentReasons = {
  client_domain_denied: reason('invalid_client', {
    details: { domain: text('Domain') },
    description: ({ domain }) =>
      `The operator of this server does not accept clients whose document is at ${ascii(domain)}.`,
    problem: 'clientDenied',
    title: 'Domain of the client denied',
    happened:
      'The client_id is the URL of a document, and the operator does not accept documents of this domain.',
    next: 'Ask the operator to accept the domain, or to register the client.',
    operator: ({ client }) => ({
      message: `Please accept the domain of our client ${client}, or register the client.`,
      command: 'client-domain list',
    }),
  }),
  client_domain_held: reason('invalid_client', {
    details: { domain: text('Domain') },
    description: ({ domain }) =>
      `The operator of this server has not yet decided about clients whose document is at ${ascii(domain)}, and can accept them with the command mandate ${allow(ascii(domain))}.`,
    problem: 'clientHeld',
    title: 'Client held for approval',
    happened:
      'The client_id is the URL of a document, and the operator has not yet decided about documents of this domain.',
    next: 'Ask the operator to accept the domain.',
    operator: ({ client, details: { domain } }) => ({
      message: `Please accept the domain ${domain} of our client ${client}.`,
      command: allow(domain),
    }),
  }),
  client_document_refused: reason('invalid_client', {
    details: { problem: text('Problem') },
    description: ({ problem }) =>
      `The document of the client cannot be used: ${ascii(problem).replace(/\.$/, '')}.`,
    problem: 'documentRefused',
    title: 'Document of the client not usable',
    happened: 'The client_id is the URL of a document, and the document cannot be had or used.',
    next: 'Open the client_id in a browser. It has to answer at once, without a redirect, with the status 200, the media type application/json and at most 5 kilobytes of JSON, in which client_id is that same URL.',
  }),
  client_documents_busy: reason('temporarily_unavailable', {
    description: 'Too many documents of clients were fetched. Try again in a minute.',
    problem: 'unavailable',
    title: 'Too many documents fetched',
    happened:
      'The client_id is the URL of a document, and it was not fetched: your network, others at that address, or all together made this server fetch too many within a minute.',
    next: 'Try again in a minute. A document that may be kept for a while (Cache-Control: max-age) is fetched less often.',
  }),
}

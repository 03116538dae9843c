/** Domains whose clients may identify themselves by the URL of a document. */

import { domainDocument } from '../../../documents/client-domain.ts'
import { decideDomain, forgetDomain } from '../../../operations/client-domains.ts'
import { act, listing, type Noun, removal } from '../endpoint.ts'
import { noSuch, notValid } from '../refusals.ts'
import { choice, list, optional, pageOf, shape, Type, text, time } from '../schema.ts'

const members = {
  domain: text('The host of the documents.', 300),
  decision: choice(['held', 'allowed', 'denied'], '`held` waits for a decision.'),
  asked_for: optional(Type.String({ description: 'The client that was asked for first.' })),
  asked_at: time('Since when it is known'),
  decided_at: optional(time('When it was decided')),
}
const domainSchema = shape(members, { title: 'ClientDomain' })

export const clientDomains: Noun = {
  name: 'Client domains',
  description: 'Whose clients may identify themselves by the URL of a document.',
  endpoints: [
    listing({
      id: 'listClientDomains',
      path: '/client-domains',
      summary: 'List the domains that wait for a decision or have one',
      needs: 'clients:read',
      answer: pageOf('ClientDomainPage', domainSchema),
      run: async ({ context, page }) => {
        const { rows, next } = await context.store.clientDomains.list(page)
        return { rows: rows.map(domainDocument), next }
      },
    }),
    act({
      id: 'decideClientDomain',
      path: '/client-domains/{domain}',
      method: 'PUT',
      summary: 'Accept or refuse the clients of a domain; a denial ends their tokens',
      needs: 'clients:write',
      body: shape(
        { decision: choice(['allowed', 'denied'], 'What is decided.') },
        { title: 'Decision' },
      ),
      answer: shape(
        {
          ...members,
          client_ids: list(Type.String(), 'The clients that it turned off, or on again.', 100_000),
        },
        { title: 'DecidedDomain' },
      ),
      run: async ({ context, actor, params, body }) => {
        const wanted = { named: params.domain, decision: body.decision }
        const outcome = await decideDomain(context, actor, wanted)
        if (outcome.is === 'no_domain') throw notValid('The domain has to be a host.', '/domain')
        const { domain, clients } = outcome
        return { ...domainDocument(domain), client_ids: clients.map(({ id }) => id) }
      },
    }),
    removal({
      id: 'forgetClientDomain',
      path: '/client-domains/{domain}',
      summary: 'Forget a decision, so that the settings alone count',
      needs: 'clients:write',
      run: async ({ context, actor, params }) => {
        if (!(await forgetDomain(context, actor, { named: params.domain }))) throw noSuch('domain')
      },
    }),
  ],
}

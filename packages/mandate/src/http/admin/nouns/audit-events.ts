/** Audit events: who did what, from where, to whom, with what outcome. */

import { auditEvent } from '../../../audit/event.ts'
import { listing, type Noun } from '../endpoint.ts'
import { choice, optional, pageOf, shape, Type, text, whole } from '../schema.ts'
import { placeBefore, placeText, timeRange } from '../time-range.ts'

const texts = Type.Record(Type.String(), Type.String())

const eventSchema = shape(
  {
    id: optional(Type.String()),
    at: Type.String({ description: 'When: ISO 8601, UTC.' }),
    until: optional(Type.String()),
    count: optional(whole('How often, if it is a sum.', { from: 0, to: 2 ** 53 - 1 })),
    kind: Type.String({ description: 'What happened, such as `client.created`.' }),
    outcome: choice(['success', 'failure'], 'Whether it was done.'),
    by: optional(
      shape({
        kind: Type.String({ description: 'operator, account, client, platform or system.' }),
        id: optional(Type.String()),
        via: optional(choice(['shell', 'console', 'api'], 'How an operator came.')),
      }),
    ),
    from: optional(shape({ network: optional(Type.String()), agent: optional(Type.String()) })),
    about: texts,
    details: Type.Record(
      Type.String(),
      Type.Union([Type.String(), Type.Number(), Type.Array(Type.String())]),
    ),
  },
  { title: 'AuditEvent' },
)

export const auditEvents: Noun = {
  name: 'Audit events',
  description: 'Who did what. `mandate audit verify` checks that none was removed or changed.',
  endpoints: [
    listing({
      id: 'listAuditEvents',
      path: '/audit-events',
      summary: 'List audit events, newest first',
      needs: 'audit:read',
      query: {
        what: optional(text('What the kind begins with, such as `client.`.', 100)),
        who: optional(text('Who did it: the id of a user, a client or an operator.')),
        about: optional(text('Whom it concerns: the id of a user, a client, a grant or an API.')),
        ...timeRange,
      },
      answer: pageOf('AuditEventPage', eventSchema),
      run: async ({ context, page, query }) => {
        const { what, who, about, since = 0, until } = query
        const place = placeBefore(page, until, 1_000)
        const { facts, next } = await context.store.facts.search(
          { what, who, about, sinceMs: since * 1_000 },
          { before: place && { atMs: place.at, id: place.id }, limit: page.limit },
        )
        const { atMs: at, id } = next ?? { atMs: 0, id: '' }
        return { rows: facts.map(auditEvent), next: next && placeText({ at, id }) }
      },
    }),
  ],
}

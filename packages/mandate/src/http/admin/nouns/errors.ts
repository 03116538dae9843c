/** Refusals: why requests were refused, in words, and what to do about it. */

import { explanationDocument } from '../../../explanations/document.ts'
import { listing, type Noun, read } from '../endpoint.ts'
import { noSuch } from '../refusals.ts'
import { identifier, optional, orNull, pageOf, shape, Type, text, time } from '../schema.ts'
import { pageSince, placeBefore, timeRange } from '../time-range.ts'

const free = (description: string) => Type.Object({}, { description, additionalProperties: true })

const errorSchema = shape(
  {
    reference: Type.String({ description: 'The last part of the `error_uri`.' }),
    error: Type.String({ description: 'The error code that the client got.' }),
    reason: Type.String({ description: 'What was really the matter.' }),
    title: Type.String(),
    happened: Type.String(),
    next: Type.String({ description: 'What to do.' }),
    message_to_operator: optional(Type.String({ description: 'What only an operator can do.' })),
    at: time('When'),
    client_id: orNull(Type.String({ description: 'The client that the request named.' })),
    client_standing: Type.String({ description: 'Whether it had proven itself.' }),
    request: free('What was sent, without secrets.'),
    details: free('What was found.'),
    first_difference: optional(free('Where what was sent differs from what was expected.')),
  },
  { title: 'Refusal' },
)

export const errors: Noun = {
  name: 'Refusals',
  description: 'Why requests were refused. The latest are kept for a week.',
  endpoints: [
    listing({
      id: 'listErrors',
      path: '/errors',
      summary: 'List refused requests, newest first',
      needs: 'errors:read',
      query: {
        client_id: optional(identifier('Only those that named this client.')),
        reason: optional(text('Only those with this reason.', 200)),
        ...timeRange,
      },
      answer: pageOf('RefusalPage', errorSchema),
      run: async ({ context, page, query }) => {
        const { client_id: clientId, reason, since, until } = query
        const before = placeBefore(page, until, 1)
        const which = { clientId, reason, before }
        const found = await context.store.explanations.listBefore(which, page.limit)
        const { rows, next } = pageSince(found, { limit: page.limit, since }, (one) => one)
        return { rows: rows.map(explanationDocument), next }
      },
    }),
    read({
      id: 'readError',
      path: '/errors/{reference}',
      summary: 'Explain one refused request, and what to do about it',
      needs: 'errors:read',
      answer: errorSchema,
      run: async ({ context, params }) => {
        // The whole reference, or the id alone.
        const id = params.reference.replace(/^.*[/.]/s, '')
        const explanation = await context.store.explanations.find(id)
        if (explanation === undefined) throw noSuch('refusal')
        return explanationDocument(explanation)
      },
    }),
  ],
}

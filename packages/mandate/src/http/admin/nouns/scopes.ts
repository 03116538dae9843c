/** Scopes: what clients may ask for. They are settings. */

import { listing, type Noun } from '../endpoint.ts'
import { flag, optional, pageOf, shape, Type, text } from '../schema.ts'

const scopeSchema = shape(
  {
    scope: text('The scope token.', 4_000),
    description: optional(
      Type.Union([Type.String(), Type.Record(Type.String(), Type.String())], {
        description: 'What people read: one text, or one for each language.',
      }),
    ),
    default: flag('Whether it is meant by a request that names no scope.'),
  },
  { title: 'Scope' },
)

export const scopes: Noun = {
  name: 'Scopes',
  description: 'What clients may ask for. The setting `scopes` declares them.',
  endpoints: [
    listing({
      id: 'listScopes',
      path: '/scopes',
      summary: 'List scopes',
      needs: 'settings:read',
      answer: pageOf('ScopePage', scopeSchema),
      run: async ({ context: { settings } }) => {
        const usual = settings.defaultScope.split(' ')
        const rows = Object.entries(settings.scopes).map(([scope, description]) => ({
          scope,
          ...(description !== null && { description }),
          default: usual.includes(scope),
        }))
        return { rows, next: null }
      },
    }),
  ],
}

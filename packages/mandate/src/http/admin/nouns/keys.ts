/** Keys: the server's own, by their ids. Their secrets are in no database and in no answer. */

import type { KeyLife } from '../../../store/port.ts'
import { listing, type Noun } from '../endpoint.ts'
import { choice, orNull, pageOf, shape, Type, time, whole } from '../schema.ts'

const KINDS = { token: 'token', seal: 'seal', RSA: 'RS256', EC: 'ES256', OKP: 'EdDSA' } as const

const moment = (description: string) => orNull(time(description))

const keySchema = shape(
  {
    key_id: Type.String(),
    kind: choice(Object.values(KINDS), 'What it makes, or the algorithm that it signs with.'),
    state: choice(['next', 'active', 'retiring', 'retired'], 'What it is used for now.'),
    noted_at: time('When it was first seen'),
    active_at: moment('Since when it is used'),
    retiring_at: moment('Since when another one is used'),
    retired_at: moment('Since when nothing made with it is accepted'),
    servers: whole('How many running servers hold it.', { from: 0, to: 100_000 }),
  },
  { title: 'Key' },
)

export const keys: Noun = {
  name: 'Keys',
  description: 'The keys of the server. `mandate keys` rotates them where the key file is.',
  endpoints: [
    listing({
      id: 'listKeys',
      path: '/keys',
      summary: 'List the keys of the server, their states, and how many servers hold them',
      needs: 'keys:read',
      answer: pageOf('KeyPage', keySchema),
      run: async ({ context: { store } }) => {
        const [lives, nodes] = await Promise.all([store.keys.list(), store.keys.listNodes()])
        const rows = lives.map((life) => ({
          key_id: life.id,
          kind: KINDS[life.slot],
          state: stateOf(life),
          noted_at: life.notedAt,
          active_at: life.activeAt,
          retiring_at: life.retiringAt,
          retired_at: life.retiredAt,
          servers: nodes.filter(({ holds }) => holds.includes(life.id)).length,
        }))
        return { rows, next: null }
      },
    }),
  ],
}

function stateOf({ activeAt, retiringAt, retiredAt }: KeyLife) {
  if (retiredAt !== null) return 'retired'
  if (retiringAt !== null) return 'retiring'
  return activeAt === null ? 'next' : 'active'
}

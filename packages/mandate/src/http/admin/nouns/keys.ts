/** Keys: the server's own, by their ids. Their secrets are in no database and in no answer. */

import { KEY_KINDS, keyDocument } from '../../../documents/key.ts'
import { listing, type Noun } from '../endpoint.ts'
import { choice, flag, list, orNull, pageOf, shape, Type, time, whole } from '../schema.ts'

const moment = (description: string) => orNull(time(description))

const keySchema = shape(
  {
    key_id: Type.String(),
    kind: choice(Object.values(KEY_KINDS), 'What it makes, or the algorithm that it signs with.'),
    state: choice(['next', 'active', 'retiring', 'retired'], 'What it is used for now.'),
    in_key_file: flag('Whether every running server holds it.'),
    noted_at: time('When it was first seen'),
    active_at: moment('Since when it is used'),
    retiring_at: moment('Since when another one is used'),
    retired_at: moment('Since when nothing made with it is accepted'),
    servers: whole('How many running servers hold it.', { from: 0, to: 100_000 }),
    notes: list(Type.String(), 'What to know about it.'),
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
        const rows = lives.map((life) => {
          const lacking = nodes.filter(({ holds }) => !holds.includes(life.id)).length
          const isMissed = lacking > 0 && life.retiredAt === null
          const notes = isMissed ? [`${lacking} of ${nodes.length} servers lack it`] : []
          return keyDocument({ life, nodes, isHeld: lacking === 0, notes })
        })
        return { rows, next: null }
      },
    }),
  ],
}

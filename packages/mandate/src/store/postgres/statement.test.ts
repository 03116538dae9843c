import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { everyQuery } from '../../../test/every-query.ts'
import { administer, createTestPlace, endTestServer } from '../../../test/store/test-places.ts'
import { step } from '../engine.ts'
import { query } from '../queries/query.ts'
import { openPostgresEngine } from './open.ts'
import { alone, isGatherable, together } from './statement.ts'

const rename = query({
  name: 'rename',
  text: 'UPDATE pets SET name = :name /*FROM input*/ WHERE pets.id = :id RETURNING pets.id',
  input: { id: 'text', name: 'text', picture: 'bytes', age: 'bigint' },
  key: ['id'],
})
const rex = { id: '1', name: 'Rex', picture: null, age: 3 }
const ada = { id: '2', name: 'Ada', picture: new Uint8Array([1]), age: 4 }

describe('a statement', () => {
  it('reads many inputs as a relation, with one array per column', () => {
    const { text, values } = together(step(rename, rex).query, [rex, ada])
    assert.equal(
      text,
      'UPDATE pets SET name = input.name FROM unnest($1::text[], $2::text[], $3::bytea[], ' +
        '$4::bigint[]) AS input(id, name, picture, age) WHERE pets.id = input.id RETURNING pets.id',
    )
    assert.deepEqual(values, [
      ['1', '2'],
      ['Rex', 'Ada'],
      [null, ada.picture],
      [3, 4],
    ])
  })

  it('has the values of a single input in place', () => {
    const { text, values } = alone(step(rename, rex))
    assert.equal(
      text,
      'UPDATE pets SET name = $2::text /*FROM input*/ WHERE pets.id = $1::text RETURNING pets.id',
    )
    assert.deepEqual(values, ['1', 'Rex', null, 3])
  })

  it('treats a value that looks like SQL as a value', () => {
    const odd = { ...rex, name: '$1 :id /*FROM input*/' }
    assert.deepEqual(together(step(rename, odd).query, [odd]).values[1], [odd.name])
    assert.doesNotMatch(together(step(rename, odd).query, [odd]).text, /\$1 :id/)
  })

  it('that uses a parameter which is not in its input is a bug', () => {
    const wrong = query({ name: 'wrong', text: 'SELECT :nobody', input: {}, key: 'alone' })
    assert.throws(() => alone(step(wrong, {})), /names :nobody/)
  })

  describe('of the store is understood by PostgreSQL', () => {
    let place: Awaited<ReturnType<typeof createTestPlace>>
    before(async () => {
      place = await createTestPlace()
      await (await openPostgresEngine({ url: place.location })).close()
      const [, schema] = /search_path=(\w+)/.exec(decodeURIComponent(place.location)) ?? []
      await administer(`SET search_path = ${schema}`)
    })
    after(async () => {
      await administer('RESET search_path')
      await place.remove()
      await endTestServer()
    })

    for (const one of everyQuery) {
      it(`${one.name}, for one input${isGatherable(one) ? ' and for many' : ''}`, async () => {
        const nothing = Object.fromEntries(Object.keys(one.input).map((name) => [name, null]))
        const statements = [alone({ query: one, input: nothing })]
        if (isGatherable(one)) statements.push(together(one, [nothing]))
        for (const { text } of statements) {
          await administer(`PREPARE tried AS ${text}`)
          await administer('DEALLOCATE tried')
        }
      })
    }
  })
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RunningServer } from '../running-server.ts'
import { type Directory, directoryOf, endTestServer, onBothEngines } from './directory.ts'

const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'

after(endTestServer)

onBothEngines((start) => {
  let server: RunningServer
  let directory: Directory
  const ids: string[] = []
  before(async () => {
    server = await start()
    directory = await directoryOf(server)
    for (let number = 1; number <= 7; number++) {
      const { id } = await directory.create({
        userName: `user${number}@acme.example`,
        name: { givenName: 'User', familyName: `${number}` },
        active: number % 2 === 1,
      })
      ids.push(id)
    }
    const other = await directoryOf(server, 'globex')
    await other.create({ userName: 'user1@acme.example' })
  })
  after(() => server.close())

  async function page(parameters: Readonly<Record<string, string>>) {
    const query = new URLSearchParams(parameters)
    const { status, body } = await directory.send('GET', `/Users?${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }
  const idsOf = (body: { Resources: readonly { id: string }[] }) =>
    body.Resources.map(({ id }) => id)

  test('pages by index are disjoint and complete (RFC 7644 §3.4.2.4)', async () => {
    const pages = [
      await page({ startIndex: '1', count: '3' }),
      await page({ startIndex: '4', count: '3' }),
      await page({ startIndex: '7', count: '3' }),
    ]
    assert.deepEqual(pages.flatMap(idsOf), ids.toSorted())
    assert.deepEqual(
      pages.map(({ totalResults, itemsPerPage, startIndex }) => [
        ...[totalResults, itemsPerPage, startIndex],
      ]),
      [
        [7, 3, 1],
        [7, 3, 4],
        [7, 1, 7],
      ],
    )
    assert.deepEqual(idsOf(await page({ startIndex: '8' })), [])
    const none = await page({ count: '0' })
    assert.deepEqual([none.totalResults, none.Resources], [7, []])
    assert.deepEqual(idsOf(await page({ startIndex: '-3', count: '-1' })), [])
    assert.equal((await page({ startIndex: '0', count: '1' })).startIndex, 1)
    assert.equal((await page({ count: '999999' })).itemsPerPage, 7)
  })

  test('a cursor continues after the last page (RFC 9865)', async () => {
    for (const filter of [undefined, 'userName sw "user"']) {
      const found: string[] = []
      let cursor: string | undefined = ''
      let pages = 0
      while (cursor !== undefined) {
        const body: { Resources: readonly { id: string }[]; nextCursor?: string } = await page({
          ...{ cursor, count: '3' },
          ...(filter !== undefined && { filter }),
        })
        found.push(...idsOf(body))
        cursor = body.nextCursor
        pages += 1
      }
      assert.deepEqual([pages, found], [3, ids.toSorted()])
    }
    const wrong = await directory.send('GET', '/Users?cursor=%25%25')
    assert.deepEqual([wrong.status, wrong.body.scimType], [400, 'invalidCursor'])
  })

  test('a filter without an index reads all users and returns pages', async () => {
    const filter = 'active eq true and name.familyName gt "1"'
    const odd = await page({ filter, startIndex: '2', count: '1' })
    assert.equal(odd.totalResults, 3)
    assert.deepEqual(idsOf(odd), [[ids[2], ids[4], ids[6]].toSorted()[1]])
    assert.equal((await directory.find('userName co "USER3" or active eq false')).length, 4)
  })

  test('a response has the requested attributes (RFC 7644 §3.9)', async () => {
    const [only] = (await page({ attributes: 'userName,NAME.familyName', count: '1' })).Resources
    assert.deepEqual(Object.keys(only), ['schemas', 'id', 'userName', 'name'])
    assert.deepEqual(Object.keys(only.name), ['familyName'])
    const path = `/Users/${ids[0]}?excludedAttributes=name.givenName,meta,id`
    const { body } = await directory.send('GET', path)
    assert.deepEqual(Object.keys(body), ['schemas', 'id', 'userName', 'name', 'active'])
    assert.deepEqual(Object.keys(body.name), ['familyName'])
  })

  test('a search by POST keeps names out of the URL (RFC 7644 §3.4.3)', async () => {
    for (const path of ['/Users/.search', '/.search']) {
      const { status, body } = await directory.send('POST', path, {
        body: {
          ...{ schemas: [SEARCH], filter: 'userName eq "user2@acme.example"' },
          ...{ attributes: ['userName'], startIndex: 1, count: 5 },
        },
      })
      assert.equal(status, 200)
      assert.deepEqual(idsOf(body), [ids[1]])
      assert.deepEqual(Object.keys(body.Resources[0]), ['schemas', 'id', 'userName'])
    }
  })

  test('wrong parameters are named', async () => {
    for (const [query, scimType] of [
      ['filter=userName', 'invalidFilter'],
      ['filter=password%20eq%20%22x%22', 'invalidFilter'],
      [`filter=${encodeURIComponent(`userName eq "${'\n'.repeat(50)}`)}`, 'invalidFilter'],
      ['startIndex=one', 'invalidValue'],
      ['count=1.5', 'invalidValue'],
      [`attributes=${'a,'.repeat(1_500)}`, 'invalidValue'],
    ] as const) {
      const { status, body } = await directory.send('GET', `/Users?${query}`)
      assert.deepEqual([status, body.scimType], [400, scimType], query)
      assert.ok(body.detail.length > 20)
    }
  })
})

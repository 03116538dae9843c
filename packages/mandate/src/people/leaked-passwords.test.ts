import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { createLeakedPasswords } from './leaked-passwords.ts'

const PASSWORD = 'correct horse battery staple'
const digest = hash('sha1', PASSWORD, 'hex').toUpperCase()
const address = 'https://leaks.example/range/'

/** A service that knows these lines, and what it was asked and said. */
function service(answer: () => Promise<Response>) {
  const asked: string[] = []
  const warnings: string[] = []
  const leaked = createLeakedPasswords({
    address,
    fetch: (place, { headers }) => {
      asked.push(`${place} ${headers['add-padding']}`)
      return answer()
    },
    warn: (message) => void warnings.push(message),
  })
  assert.ok(leaked !== undefined)
  return { leaked, asked, warnings }
}

test('the service learns five digits only, and its answer is padded', async () => {
  const lines = `${'0'.repeat(35)}:3\r\n${digest.slice(5)}:12\r\n`
  const { leaked, asked, warnings } = service(async () => new Response(lines))
  assert.equal(await leaked.includes(PASSWORD), true)
  assert.deepEqual(asked, [`https://leaks.example/range/${digest.slice(0, 5)} true`])
  assert.deepEqual(warnings, [])
})

test('another hash, or a line that is only padding, is no leak', async () => {
  const lines = `${'F'.repeat(35)}:3\r\n${digest.slice(5)}:0\r\n`
  const { leaked } = service(async () => new Response(lines))
  assert.equal(await leaked.includes(PASSWORD), false)
})

test('a service that cannot be asked stops nobody, and the log says so without the password', async () => {
  const troubles = [
    async () => new Response('no', { status: 503 }),
    () => Promise.reject(new Error('leaks.example did not answer')),
  ]
  for (const trouble of troubles) {
    const { leaked, warnings } = service(trouble)
    assert.equal(await leaked.includes(PASSWORD), false)
    assert.equal(warnings.length, 1)
    for (const secret of [PASSWORD, digest, digest.slice(0, 5)]) {
      assert.ok(!warnings[0]?.includes(secret))
    }
  }
})

test('without an address, no service is asked', () => {
  const fetch = () => Promise.reject(new Error('not to be called'))
  assert.equal(createLeakedPasswords({ address: null, fetch, warn: () => {} }), undefined)
})

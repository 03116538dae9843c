import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IntrospectionAnswer } from './answer.ts'
import { createMemory, type Revoked } from './memory.ts'

const SECONDS = 1_700_000_000

/** A memory whose server answers when the test says so, and vouches while the test says so. */
function setUp({ most = 100 } = {}) {
  const world = { vouched: true, now: SECONDS * 1000, steady: 5_000 }
  const memory = createMemory(
    () => world.vouched,
    { wall: () => world.now, steady: () => world.steady },
    most,
  )
  let answer: (answer: IntrospectionAnswer) => void = () => {}
  const ask = memory.keeping(
    () => new Promise<IntrospectionAnswer>((resolve) => (answer = resolve)),
  )
  const learn = async (token: string, claims: Claims = {}) => {
    const asked = ask(token)
    answer(good(token, claims))
    await asked
  }
  return { world, memory, ask, learn, answer: (given: IntrospectionAnswer) => answer(given) }
}

interface Claims {
  readonly subject?: string
  readonly clientId?: string
  readonly actors?: readonly string[]
  readonly tokenId?: string | undefined
  readonly expiresAt?: number
}

function good(token: string, claims: Claims = {}) {
  const principal = {
    ...{ subject: 'jo', clientId: 'crm', username: undefined, scope: new Set<string>() },
    ...{ expiresAt: SECONDS + 300, audience: [], tokenId: `id of ${token}`, ...claims },
  }
  return {
    active: true,
    issuer: undefined,
    lifetime: 300,
    binding: { by: 'nothing' },
    principal,
  } as const
}

test('a good answer is found again while the stream vouches for it, and only then', async () => {
  const { world, memory, learn } = setUp()
  await learn('t')
  assert.equal(memory.find('t')?.principal.subject, 'jo')
  assert.equal(memory.find('T'), undefined)
  world.vouched = false
  assert.equal(memory.find('t'), undefined)
  world.vouched = true
  assert.equal(memory.find('t')?.principal.subject, 'jo')
})

test('a delegated token is forgotten by any client that it depends on', async () => {
  const { memory, learn } = setUp()
  const actors = ['agent', 'helper', 'crm']
  for (const clientId of actors) {
    for (const event of [{ clientId }, { subject: 'jo', clientId }]) {
      await learn('t', { clientId: 'agent', actors })
      memory.forget({ subject: 'al', clientId })
      memory.forget({ clientId: 'erp' })
      assert.ok(memory.find('t'))
      memory.forget(event)
      assert.equal(memory.find('t'), undefined, JSON.stringify(event))
    }
  }
})

test('a clock that is behind keeps no token longer than it was made for', async () => {
  const { world, memory, learn } = setUp()
  world.now -= 86_400_000
  await learn('t')
  world.steady += 299_999
  assert.equal(memory.find('t')?.principal.subject, 'jo')
  world.steady += 1
  assert.equal(memory.find('t'), undefined)
})

test('a no is never kept', async () => {
  const { memory, ask, answer } = setUp()
  const asked = ask('t')
  answer({ active: false })
  await asked
  assert.equal(memory.size(), 0)
})

test('a token without a name of its own is never kept', async () => {
  const { memory, learn } = setUp()
  await learn('t', { tokenId: undefined })
  assert.equal(memory.size(), 0)
})

const BETWEEN: readonly [string, (set: ReturnType<typeof setUp>) => unknown][] = [
  ['a revocation was heard', ({ memory }) => memory.forget({ clientId: 'another' })],
  ['the stream began anew', ({ memory }) => memory.forgetAll()],
  ['the stream was lost', ({ world }) => Object.assign(world, { vouched: false })],
]
for (const [what, happen] of BETWEEN) {
  test(`an answer is not kept when ${what} between question and answer`, async () => {
    const set = setUp()
    const asked = set.ask('t')
    happen(set)
    set.answer(good('t'))
    assert.equal((await asked).active, true)
    set.world.vouched = true
    assert.equal(set.memory.find('t'), undefined)
  })
}

test('an answer to a question from before the stream vouched is not kept', async () => {
  const set = setUp()
  set.world.vouched = false
  const asked = set.ask('t')
  set.world.vouched = true
  set.answer(good('t'))
  await asked
  assert.equal(set.memory.size(), 0)
})

const REVOKED: readonly [Revoked, readonly string[]][] = [
  [{ tokenId: 'id of jo/crm' }, ['jo/erp', 'al/crm', 'al/erp']],
  [{ subject: 'jo' }, ['al/crm', 'al/erp']],
  [{ clientId: 'crm' }, ['jo/erp', 'al/erp']],
  [{ subject: 'jo', clientId: 'crm' }, ['jo/erp', 'al/crm', 'al/erp']],
  [{ subject: 'jo', clientId: 'unknown' }, ['jo/crm', 'jo/erp', 'al/crm', 'al/erp']],
  [{ tokenId: 'unknown' }, ['jo/crm', 'jo/erp', 'al/crm', 'al/erp']],
  [{}, []],
]
for (const [revoked, left] of REVOKED) {
  test(`what fits ${JSON.stringify(revoked)} is forgotten, and nothing else`, async () => {
    const { memory, learn } = setUp()
    const tokens = ['jo/crm', 'jo/erp', 'al/crm', 'al/erp']
    for (const token of tokens) {
      const [subject = '', clientId = ''] = token.split('/')
      await learn(token, { subject, clientId })
    }
    memory.forget(revoked)
    assert.deepEqual(
      tokens.filter((token) => memory.find(token) !== undefined),
      left,
    )
    assert.equal(memory.size(), left.length)
  })
}

test('expired entries make room first, then the oldest', async () => {
  const { world, memory, learn } = setUp({ most: 3 })
  await learn('a', { expiresAt: SECONDS + 10 })
  await learn('b')
  await learn('c')
  world.now += 10_000
  await learn('d')
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((token) => memory.find(token) !== undefined),
    [...[false, true, true, true]],
  )
  await learn('e')
  assert.equal(memory.find('b'), undefined)
  assert.equal(memory.size(), 3)
  await learn('e')
  assert.equal(memory.size(), 3)
})

test('ten thousand revocations are a matter of milliseconds with ten thousand kept', async () => {
  const { memory, learn } = setUp({ most: 20_000 })
  for (let number = 0; number < 10_000; number++) {
    await learn(`t${number}`, { subject: `jo${number}` })
  }
  for (let number = 0; number < 10_000; number++) {
    memory.forget({ subject: `jo${number}`, clientId: 'crm' })
  }
  assert.equal(memory.size(), 0)
})

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { sampleGrant } from '../../test/sample-grant.ts'
import { accountOf } from '../grants/grant.ts'
import { subjectAt, subjectOf } from './subject.ts'

const asked: { sector: string; length: number }[] = []
const context = {
  store: {
    sectors: {
      seedOf: async (sector: string, proposal: Uint8Array) => {
        asked.push({ sector, length: proposal.length })
        return Buffer.from(`seed of ${sector}`)
      },
    },
  },
  random: (length: number) => Buffer.alloc(length),
} as never

test('a public subject is the id of the account, and asks nothing', async () => {
  assert.equal(await subjectAt(context, { sector: null }, 'account_ada'), 'account_ada')
  assert.deepEqual(asked, [])
})

test('a pairwise subject is the MAC of the account under the seed of its sector (OpenID Connect Core §8.1)', async () => {
  const mac = createHmac('sha256', 'seed of a.example').update('pairwise account_ada')
  const told = await subjectAt(context, { sector: 'a.example' }, 'account_ada')
  assert.equal(told, mac.digest('base64url'))
  assert.deepEqual(asked, [{ sector: 'a.example', length: 32 }])
})

test('the subject of a grant is its person, or the client itself', async () => {
  const sector = { sector: 'a.example' }
  const grant = sampleGrant()
  const accountId = accountOf(grant) ?? assert.fail('it is of nobody')
  assert.equal(await subjectOf(context, sector, grant), await subjectAt(context, sector, accountId))
  const own = sampleGrant({ subject: { kind: 'client' }, clientId: 'client_a' })
  assert.equal(await subjectOf(context, sector, own), 'client_a')
})

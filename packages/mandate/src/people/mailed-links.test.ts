import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { KeyId } from '../grants/grant.ts'
import { isAuthenticLink, linkAddress, linkIdIn, linkState, newLink } from './mailed-links.ts'

const keyId = 'a0b1c2d3' as KeyId
const ring = () => ({ current: keyId, secrets: new Map([[keyId, randomBytes(32)]]) })
const keys = ring()
const wanted = { purpose: 'reset_password', accountId: 'jo', language: 'en' } as const
const link = newLink(wanted, { keys, random: randomBytes, now: 1_000 })
const tokenOf = (one: typeof link, by = keys) =>
  new URL(linkAddress('https://id.example', by, one) ?? '').searchParams.get('token') ?? ''

test('a link leads to the issuer and names its row', () => {
  const address = linkAddress('https://id.example', keys, link) ?? ''
  assert.match(address, /^https:\/\/id\.example\/link\?token=mdt_ml_[A-Za-z0-9_-]+$/)
  const token = tokenOf(link)
  assert.equal(linkIdIn(token), link.id)
  assert.equal(isAuthenticLink(keys, link, token), true)
})

test('neither the row nor the key alone makes a link, and a purpose cannot be changed', () => {
  const token = tokenOf(link)
  assert.equal(isAuthenticLink(keys, link, tokenOf(link, ring())), false, 'without the key')
  const seedless = { ...link, seed: randomBytes(32) }
  assert.equal(isAuthenticLink(keys, link, tokenOf(seedless)), false, 'without the row')
  const other = { ...link, purpose: 'verify_address' } as const
  assert.equal(isAuthenticLink(keys, other, token), false)
  const renamed = { ...link, id: randomBytes(16).toString('hex') }
  assert.equal(isAuthenticLink(keys, renamed, token), false)
})

test('a link of a retired key is void', () => {
  const retired = { current: keyId, secrets: new Map<KeyId, Uint8Array>() }
  assert.equal(linkAddress('https://id.example', retired, link), undefined)
  assert.equal(isAuthenticLink(retired, link, tokenOf(link)), false)
})

test('a token that was cut, changed or carried on is not one of ours', () => {
  const token = tokenOf(link)
  for (const bad of ['', token.slice(0, -1), `${token}a`, `x${token}`, token.toUpperCase()]) {
    assert.equal(linkIdIn(bad), undefined, bad)
  }
})

test('a link expires at its end, and says first why it was ended', () => {
  assert.equal(linkState(link, link.expiresAt - 1), 'open')
  assert.equal(linkState(link, link.expiresAt), 'expired')
  assert.equal(linkState({ ...link, ended: 'used' }, link.expiresAt + 1), 'used')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { networkKey, networkKeys } from './network.ts'

test('an IPv4 address is one network, however it is written into IPv6', () => {
  assert.equal(networkKey('203.0.113.7'), '203.0.113.7')
  assert.equal(networkKey('::ffff:203.0.113.7'), '203.0.113.7')
  assert.equal(networkKey('::FFFF:CB00:7107'), '203.0.113.7')
  assert.equal(networkKey('0:0:0:0:0:ffff:203.0.113.7'), '203.0.113.7')
  assert.notEqual(networkKey('203.0.113.8'), networkKey('203.0.113.7'))
})

test('all addresses of an IPv6 /64 are one network, its neighbours are others', () => {
  assert.equal(networkKey('2001:db8:1:2::1'), '2001:db8:1:2::/64')
  assert.equal(networkKey('2001:0DB8:0001:0002:ffff:ffff:ffff:ffff'), '2001:db8:1:2::/64')
  assert.equal(networkKey('fe80::1%eth0'), 'fe80:0:0:0::/64')
  assert.equal(networkKey('::1'), '0:0:0:0::/64')
  assert.notEqual(networkKey('2001:db8:1:3::1'), networkKey('2001:db8:1:2::1'))
})

test('the networks around an address go from its own to the widest that one party may have', () => {
  assert.deepEqual(networkKeys('203.0.113.7'), ['203.0.113.7', '203.0.113.0/24'])
  assert.deepEqual(networkKeys('::ffff:203.0.113.7'), ['203.0.113.7', '203.0.113.0/24'])
  assert.deepEqual(networkKeys('2001:db8:1:2fe::1'), [
    '2001:db8:1:2fe::/64',
    '2001:db8:1:200::/56',
    '2001:db8:1::/48',
  ])
  assert.deepEqual(networkKeys('unknown'), ['unknown'])
})

test('a port that a proxy writes behind an address makes no other network of it', () => {
  assert.equal(networkKey('203.0.113.7:50123'), '203.0.113.7')
  assert.equal(networkKey('[2001:db8:1:2::1]:50123'), '2001:db8:1:2::/64')
  assert.equal(networkKey('[2001:db8:1:2::1]'), '2001:db8:1:2::/64')
  assert.equal(networkKey('[::ffff:203.0.113.7]:1'), '203.0.113.7')
})

test('the last 64 bits never matter and the first 64 always do', () => {
  const half = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 })
  const hex = (groups: readonly number[]) => groups.map((group) => group.toString(16)).join(':')
  fc.assert(
    fc.property(half, half, half, (network, one, other) => {
      fc.pre(network.some((group) => group !== 0))
      const key = networkKey(`${hex(network)}:${hex(one)}`)
      assert.equal(key, networkKey(`${hex(network)}:${hex(other)}`))
      assert.equal(key, `${hex(network)}::/64`)
    }),
  )
})

test('text that is not an address is returned unchanged', () => {
  assert.equal(networkKey('unknown'), 'unknown')
  assert.equal(networkKey(''), '')
  assert.equal(networkKey('fe80:::1'), 'fe80:::1')
})

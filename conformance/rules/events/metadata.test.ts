import assert from 'node:assert/strict'
import { transmitterOf } from '../../parties/receiver.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The metadata of a transmitter is below /.well-known/ssf-configuration, and its issuer is the issuer',
    source: 'Shared Signals 1.0 §7.2',
  },
  async (issuer) => {
    const { metadata } = await transmitterOf(issuer)
    assert.equal(metadata['issuer'], issuer.issuer)
    const schemes = JSON.stringify(metadata['authorization_schemes'])
    assert.match(schemes, /"urn:ietf:rfc:6749"/)
    assert.ok(Array.isArray(metadata['delivery_methods_supported']))
  },
)

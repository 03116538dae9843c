import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ClientOptions, readConfiguration } from './configuration.ts'
import { memoryStore } from './stores/memory.ts'

const options: ClientOptions = {
  issuer: 'https://login.example',
  clientId: 'notes',
  clientSecret: 'secret',
  redirectUri: 'https://app.example/cb',
  store: memoryStore(),
}

describe('the settings of a client', () => {
  it('take an issuer on https, or on http where it is on loopback', () => {
    for (const issuer of ['https://a.example', 'http://127.0.0.1:80', 'http://[::1]:8080']) {
      assert.equal(readConfiguration({ ...options, issuer }).issuer.href, new URL(issuer).href)
    }
    const wrong = ['http://a.example', 'http://127.0.0.1.evil.example', 'ftp://127.0.0.1', 'a']
    for (const issuer of [...wrong, 'http://localhost.evil.example', '']) {
      assert.throws(() => readConfiguration({ ...options, issuer }), {
        code: 'configuration_invalid',
        message: /issuer must/,
      })
    }
  })

  it('take API origins by the same rule, whatever path they come with', () => {
    const apiOrigins = ['https://api.example/v1/', 'http://127.0.0.1:9/']
    assert.deepEqual(
      [...readConfiguration({ ...options, apiOrigins }).apiOrigins],
      ['https://api.example', 'http://127.0.0.1:9'],
    )
    const wrong = { ...options, apiOrigins: ['http://api.example'] }
    assert.throws(() => readConfiguration(wrong), { message: /apiOrigins must be https/ })
  })

  it('refuse an empty secret, so that a variable left unset is noticed at the start', () => {
    const wrong = { ...options, clientSecret: '' }
    assert.throws(() => readConfiguration(wrong), { message: /clientSecret must not be empty/ })
  })

  it('refuse times that are no times', () => {
    for (const totalMs of [0, -1, Number.NaN]) {
      const wrong = { ...options, timeouts: { totalMs } }
      assert.throws(() => readConfiguration(wrong), { message: /timeouts\.totalMs/ })
    }
  })
})

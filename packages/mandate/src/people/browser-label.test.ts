import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserLabel } from './browser-label.ts'

test('a browser and its system are named without versions', () => {
  const named = {
    'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0': 'Firefox (Linux)',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1':
      'Safari (iOS)',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0':
      'Microsoft Edge (Windows)',
    'curl/8.0': '',
  }
  for (const [header, label] of Object.entries(named)) assert.equal(browserLabel(header), label)
})

test('a label holds nothing that the sender of the header wrote', () => {
  const header = 'Your account is locked, call 555/1.0 (X11; Linux x86_64)'
  assert.equal(browserLabel(header), 'Linux')
  for (const odd of [undefined, '', ' ', '('.repeat(10_000), '\u0000']) {
    assert.equal(browserLabel(odd), '')
  }
})

/** What a proxy says about a client's certificate, and the names that are compared with it. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  isSameName,
  parseName,
  writeName,
} from '../../packages/mandate/src/clients/distinguished-name.ts'
import { createCertificateReader } from '../../packages/mandate/src/http/client-certificate.ts'
import { refusalOf } from '../../packages/mandate/test/refusal-of.ts'
import { growsInProportion } from '../growth.ts'
import { headerOf, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const formats = ['rfc9440', 'escaped_pem', 'xfcc', 'base64'] as const
const fragments = [
  ...[':', 'MIIB', 'AAAA', '=', '%2B', '%0A', '%', ' ', ',', ';', '"', '\\', 'Cert=', 'Hash='],
  ...['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----', 'Subject="', 'URI='],
]

function reading(format: (typeof formats)[number]) {
  const read = createCertificateReader({
    clientCertificateHeader: 'client-cert',
    clientCertificateFormat: format,
    clientCertificateVerifiedHeader: null,
    trustedProxies: ['127.0.0.1'],
  })
  return (value: string) => {
    const raw = { rawHeaders: ['Client-Cert', value], socket: { remoteAddress: '127.0.0.1' } }
    return read({ headers: { 'client-cert': value }, raw } as unknown as Parameters<typeof read>[0])
  }
}

for (const format of formats) {
  const read = reading(format)

  test(`whatever a proxy sends as ${format} is a certificate, none, or refused`, () => {
    forEvery(headerOf(...fragments), (value) => {
      const reason = refusalOf(() => assert.equal(read(value), null))
      assert.ok(reason === undefined || reason === 'certificate_unreadable', String(reason))
    })
  })

  test(`the time to read ${format} grows no faster than the header`, () => {
    growsInProportion(fragments, (value) => refusalOf(() => read(value)))
  })
}

const names = ['CN=', 'O=', '2.5.4.3=', 'Acme', ',', '+', '\\,', '\\2c', '\\C3\\A9', ' ', '"', '#']

test('any text is a distinguished name that keeps its meaning when it is written, or none', () => {
  forEvery(textOf(...names), (text) => {
    const name = parseName(text)
    if (name === undefined) return
    const again = parseName(writeName(name))
    assert.ok(again !== undefined && isSameName(name, again), writeName(name))
  })
})

test('the time to read a name grows no faster than the text', () => {
  growsInProportion(names, parseName)
})

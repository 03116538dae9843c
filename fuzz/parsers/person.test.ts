/** What people type, and their network address: e-mail addresses and IP addresses. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  emailKey,
  isEmail,
  mailboxKey,
  tidyEmail,
} from '../../packages/mandate/src/people/email.ts'
import { networkKey } from '../../packages/mandate/src/people/network.ts'
import { growsInProportion } from '../growth.ts'
import { textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const emailPieces = ['jo', '@', '.', '+', 'example', 'com', 'É', 'ß', 'İ', '"', '<', ' ', '-', '☃']
const addressPieces = ['10.', '127.0.0.1', '::', ':', 'ffff', '2001:db8', '%eth0', '0x7f', '.', '1']

test('any text is an address or not, and normalizing twice changes nothing', () => {
  forEvery(textOf(...emailPieces), (text) => {
    const key = emailKey(text)
    assert.equal(emailKey(key), key)
    assert.equal(mailboxKey(mailboxKey(text)).length <= key.length, true)
    if (isEmail(tidyEmail(text))) assert.equal(key.split('@').length, 2)
  })
})

test('any text maps to exactly one network', () => {
  forEvery(textOf(...addressPieces), (text) => {
    assert.equal(typeof networkKey(text), 'string')
    assert.equal(networkKey(` ${text.toUpperCase()} `), networkKey(text.toUpperCase()))
  })
})

test('addresses take time in proportion to their length', () => {
  growsInProportion(emailPieces, (text) => [isEmail(text), emailKey(text), mailboxKey(text)])
  growsInProportion(addressPieces, networkKey)
})

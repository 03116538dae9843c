import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixesAlphabets, nameKey } from './look-alike.ts'

test('names that look alike have one key, and other names another', () => {
  for (const imitation of [
    'ledgerline',
    'LEDGERLINE',
    'Ledger-Line™',
    'Lеdgеrlіnе',
    'Iedgerline',
    '1edgerline',
    'Ⅼedgerline',
    'Ｌｅｄｇｅｒｌｉｎｅ',
    'Lédgerlíne',
    '𝐋𝐞𝐝𝐠𝐞𝐫𝐥𝐢𝐧𝐞',
    ' Ledgerline. ',
    ...['Ledger|ine', 'Ledger∣ine', 'L℮dgerline', 'Ⓛedgerline', 'Ledgerline |', 'Ledgerline©'],
    // Letters that are not drawn.
    ...['Ledgerline\u3164', 'Ledger\uffa0line', '\u115fLedgerline'],
  ]) {
    assert.equal(nameKey(imitation), nameKey('Ledgerline'), imitation)
  }
  for (const other of ['Ledgerlines', 'Ledger', 'Hedgerline', '']) {
    assert.notEqual(nameKey(other), nameKey('Ledgerline'), other)
  }
  assert.equal(nameKey('Сбербанк'), nameKey('сбербанк'))
  assert.equal(nameKey('Ϲ⍺fe'), nameKey('Cafe'))
  assert.equal(nameKey('***'), '')
})

test('a word with letters of several alphabets is noticed, and honest names are not', () => {
  for (const mixed of ['Lеdgerline', 'Gοogle', 'My Pаyment App', 'раypal']) {
    assert.equal(mixesAlphabets(mixed), true, mixed)
  }
  for (const honest of [
    'Ledgerline',
    'Яндекс Music',
    'Нотатки 2',
    'メモ帳 App',
    'Café Zoë',
    '노트 Notes',
    'دفتر Notes',
    'Ελληνικά App',
    'α-β',
  ]) {
    assert.equal(mixesAlphabets(honest), false, honest)
  }
})

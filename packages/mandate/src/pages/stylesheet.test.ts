import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assets } from './assets.ts'

test('styles name no left and no right, so that pages can be read from right to left', () => {
  const sheets = [...assets].filter(([name]) => name.endsWith('.css'))
  const found = sheets.flatMap(([name, { body }]) =>
    body
      .toString()
      .split('\n')
      .flatMap((line, place) =>
        /(^|[-\s:])(left|right)\b/.test(line) ? [`${name}:${place + 1}: ${line.trim()}`] : [],
      ),
  )
  assert.ok(sheets.length > 0)
  assert.deepEqual(found, [])
})

import assert from 'node:assert/strict'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createPrivateFile, makePrivateFolder } from './new-file.ts'

const random = (bytes: number) => Buffer.alloc(bytes, 0xab)

function folder(t: { after(act: () => void): void }): string {
  const place = mkdtempSync(join(tmpdir(), 'mandate-new-file-'))
  t.after(() => rmSync(place, { recursive: true }))
  return place
}

test('a file for secrets is its owner’s alone, in a folder that is too', (t) => {
  const place = join(folder(t), 'data')
  createPrivateFile(join(place, 'demo.json'), 'secret', random)
  assert.equal(readFileSync(join(place, 'demo.json'), 'utf8'), 'secret')
  assert.equal(statSync(join(place, 'demo.json')).mode & 0o777, 0o600)
  assert.equal(statSync(place).mode & 0o777, 0o700)
  assert.deepEqual(readdirSync(place), ['demo.json'])
})

test('a file that is there already stays as it is', (t) => {
  const place = folder(t)
  createPrivateFile(join(place, 'keys.json'), 'first', random)
  createPrivateFile(join(place, 'keys.json'), 'second', random)
  assert.equal(readFileSync(join(place, 'keys.json'), 'utf8'), 'first')
  assert.deepEqual(readdirSync(place), ['keys.json'])
})

test('no secret is written through another user’s link', (t) => {
  const place = folder(t)
  const elsewhere = join(place, 'elsewhere')
  writeFileSync(elsewhere, 'mine')
  symlinkSync(elsewhere, join(place, 'demo.json.abababab.new'))
  assert.throws(() => createPrivateFile(join(place, 'demo.json'), 'secret', random), {
    code: 'EEXIST',
  })
  symlinkSync(elsewhere, join(place, 'keys.json'))
  createPrivateFile(join(place, 'keys.json'), 'secret', random)
  assert.equal(readFileSync(elsewhere, 'utf8'), 'mine')
})

test('a folder where nothing can be created is refused immediately', {
  skip: process.platform !== 'linux' && 'only Linux has /proc',
}, () => {
  assert.throws(() => makePrivateFolder('/proc/mandate/data'), { code: 'ENOENT' })
})

test('a folder that is there already, or a link to one, stays as it is', (t) => {
  const place = folder(t)
  symlinkSync(place, join(place, 'link'))
  makePrivateFolder(place)
  makePrivateFolder(join(place, 'link'))
  writeFileSync(join(place, 'file'), '')
  assert.throws(() => makePrivateFolder(join(place, 'file')), { code: 'EEXIST' })
  assert.throws(() => makePrivateFolder(join(place, 'file', 'data')), { code: 'ENOTDIR' })
})

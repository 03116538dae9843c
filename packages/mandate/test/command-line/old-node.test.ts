import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { execPath } from 'node:process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryDirectory } from './mandate-process.ts'

const start = fileURLToPath(new URL('../../src/start.cjs', import.meta.url))
const sentence =
  /^mandate: This is Node [\d.]+, and Mandate needs 24\.\d+ or newer: install [^\n]+\n$/

function assertRefused(node: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8' })
  assert.deepEqual({ status, stdout }, { status: 1, stdout: '' }, stderr)
  assert.match(stderr, sentence)
}

test('every command on a Node that is too old gives a sentence that names the version', () => {
  const folder = temporaryDirectory()
  for (const version of ['8.17.0', '20.20.2', '22.18.0', '24.6.0']) {
    const older = join(folder, `${version}.cjs`)
    writeFileSync(older, `Object.defineProperty(process.versions, 'node', { value: '${version}' })`)
    const main = start.replace('start.cjs', 'main.ts')
    for (const args of [
      [start, '--version'],
      [start, 'doctor'],
      [main, 'serve'],
    ]) {
      assertRefused(execPath, ['--require', older, ...args])
    }
  }
})

test('the Node on this machine gets the same sentence if too old, and otherwise shows the version', () => {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  for (const node of folders.map((folder) => join(folder, 'node')).filter(existsSync)) {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' })
    const [major = 0, minor = 0] = version.slice(1).split('.').map(Number)
    if (major < 24 || (major === 24 && minor < 7)) assertRefused(node, [start, '--version'])
    else assert.match(execFileSync(node, [start, '--version'], { encoding: 'utf8' }), /^\d+\.\d+/)
  }
})

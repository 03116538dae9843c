import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTokenFile } from './token-file.ts'

test('ATTACK a hostile MCP server is not sent the tokens for another one', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-mcp-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const at = (server: string) => openTokenFile(join(folder, 'tokens.json'), new URL(server))
  const tokens = { access_token: 'a', token_type: 'bearer' }
  at('https://notes.example/mcp').write({ tokens })
  at('https://notes.example/mcp').write({ registrations: {} })
  for (const other of ['https://hostile.example/mcp', 'https://notes.example/other']) {
    assert.equal(at(other).read().tokens, undefined, other)
    at(other).write({ tokens: undefined })
  }
  assert.deepEqual(at('https://notes.example/mcp').read(), { registrations: {}, tokens })
})

/**
 * Schemathesis (PyPI) reads the description of the admin API and sends it requests of every kind: that
 * fit, that almost fit, and that do not. It looks for server errors, for answers that the description
 * does not have, and for requests that were accepted against it.
 */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readGiven } from '../../src/settings/given.ts'
import { startServer } from '../running-server.ts'
import { newProgram } from './program.ts'
import { runProgram } from './run-program.ts'

const VERSION = '4.32.5'
const place = fileURLToPath(
  new URL('../../../../node_modules/.cache/schemathesis', import.meta.url),
)

/** The program, installed if need be; or why it cannot be had. */
function findSchemathesis(): { readonly path: string } | { readonly missing: string } {
  const path = join(place, 'bin/schemathesis')
  if (existsSync(path)) return { path }
  mkdirSync(place, { recursive: true })
  const steps = [
    ['python3', '-m', 'venv', place],
    [join(place, 'bin/pip'), 'install', '--quiet', `schemathesis==${VERSION}`],
  ]
  for (const [command = '', ...args] of steps) {
    const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' })
    if (status === 0) continue
    rmSync(place, { recursive: true, force: true })
    return { missing: `schemathesis from PyPI: ${error?.message ?? stderr.trim().slice(-200)}` }
  }
  return { path }
}

/** Acts that may turn off the very program that asks, or end its grant. */
const ON_ITSELF = ['disableClient', 'deleteClient', 'revokeGrant', 'revokeGrants']

// RFC 6585 §3 has a status of its own for a condition that is missing, and lists that are too long
// make a body that is too large.
const CONFIGURATION = `[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429]

[checks.missing_required_header]
expected-statuses = [400, 401, 403, 404, 415, 422, 428]
`

for (const [what, choice] of [
  ['what a program does to others', ON_ITSELF.flatMap((id) => ['--exclude-operation-id', id])],
  ['what may end the program itself', ON_ITSELF.flatMap((id) => ['--include-operation-id', id])],
] as const) {
  test(`schemathesis finds nothing in ${what}`, async (t) => {
    const found = findSchemathesis()
    if ('missing' in found) return t.skip(`needs ${found.missing}`)
    const folder = mkdtempSync(join(tmpdir(), 'schemathesis-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const environment = { MANDATE_ISSUER: 'https://id.acme.example' }
    const given = readGiven({ flags: {}, environment, workingDirectory: folder })
    await using server = await startServer({ settings: { accessTokenSeconds: 3_600 }, given })
    const { token } = await newProgram(server)
    writeFileSync(join(folder, 'schemathesis.toml'), CONFIGURATION)
    const { status, output } = await runProgram(found.path, {
      cwd: folder,
      args: [
        ...['run', `${server.issuer}/admin/openapi.json`, ...choice],
        ...['--header', `Authorization: Bearer ${token}`, '--checks', 'all'],
        // Rules beyond the schema refuse some of what fits it.
        ...['--exclude-checks', 'positive_data_acceptance', '--seed', '1', '--no-color'],
        ...['--max-examples', process.env['SCHEMATHESIS_EXAMPLES'] ?? '5'],
      ],
    })
    assert.equal(status, 0, output)
    for (const [line] of output.matchAll(/(?:Selected:|Tested:|generated).*/g)) t.diagnostic(line)
  })
}

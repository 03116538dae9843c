/**
 * Follows the guides to the letter: every command, every file, every output they show; and runs the
 * programs in the packages' READMEs. `guides/guide.ts` describes how a guide is read.
 */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { readGuide, type Step } from './guides/guide.ts'
import { clientReadme, guardReadme, signInReadme } from './guides/readmes.ts'
import { followGuide, repository } from './guides/terminal.ts'
import { typeCheck } from './guides/type-check.ts'

/** Only guides with TypeScript need the compiler. */
function checked(steps: readonly Step[]): readonly Step[] {
  const hasPrograms = steps.some(({ kind, ...step }) => 'name' in step && step.name.endsWith('.ts'))
  return hasPrograms ? [...steps, ...typeCheck] : steps
}

/** A correct guide except for what a test inserts. */
function guideWith(commands: string, shown = ''): string {
  const answer = shown === '' ? '' : `\`\`\`text\n${shown}\n\`\`\`\n`
  return `# A guide\n\n\`\`\`sh\ntrue\n\`\`\`\n\n\`\`\`sh\n${commands}\n\`\`\`\n\n${answer}`
}

describe('documents followed to the letter', { concurrency: 3 }, () => {
  for (const name of [
    'integrator',
    'api-owner',
    'mcp',
    'guard-any-api',
    'machines',
    'enterprise-agents',
    'operator',
    'admin-api',
    'keys',
    'audit',
    'console',
    'remote',
    'when-people-cannot-sign-in',
    'bring-your-users',
    'scim',
    'send-mail',
    'webhooks',
    'make-it-yours',
    'import-users',
    'lazy-migration',
    'own-login-page',
    'sign-in-with-a-provider',
    'prove-the-client',
    'clients-from-documents',
    'limits-for-agents',
    'devices',
    'let-agents-use-your-api',
    'hear-of-endings',
    'declare-it-in-a-file',
  ]) {
    const path = `docs/guides/${name}.md`
    test(`${path} works as pasted`, async () => {
      const steps = readGuide(readFileSync(join(repository, path), 'utf8'))
      assert.ok(steps.filter((step) => step.kind === 'run').length >= 5)
      assert.equal(await followGuide(checked(steps)), undefined)
    })
  }

  for (const [path, read] of [
    ['packages/guard/README.md', guardReadme],
    ['packages/client/README.md', clientReadme],
    ['packages/sign-in/README.md', signInReadme],
  ] as const) {
    test(`the programs in ${path} type-check and work against a real server`, async () => {
      assert.equal(await followGuide(checked(read())), undefined)
    })
  }

  test('a correct guide passes', async () => {
    const guide = guideWith(
      'mandate client create --help | head -n 1',
      'Usage: mandate client create …',
    )
    assert.equal(await followGuide(readGuide(guide)), undefined)
  })

  test('a wrong command in a guide is reported with its line and output', async () => {
    const guide = guideWith('mandate user create jo@example.com --pasword-stdin')
    const wrong = await followGuide(readGuide(guide))
    assert.match(wrong ?? '', /^line 7: exit 2, after printing\n.*unknown option '--pasword-stdin'/)
  })

  test('a guide that shows other output than the command prints is reported', async () => {
    const wrong = await followGuide(readGuide(guideWith('mandate --version', 'none')))
    assert.match(wrong ?? '', /^line 7 printed\n\d+\.\d+\.\d+\n\nand should have printed\nnone/)
  })

  test('a guide that leaves a server running is reported, and the server is stopped', async () => {
    const guide = guideWith('PORT=9400\nmandate serve --port $PORT > log 2>&1 &')
    const wrong = await followGuide(readGuide(guide))
    assert.equal(wrong, 'it leaves something running in the background')
  })

  test('a guide with a program that does not type-check is reported', async () => {
    const guide = '```ts\n// wrong.ts\nexport const port: number = process.env.PORT\n```\n'
    const wrong = await followGuide(checked(readGuide(guide)))
    assert.match(wrong ?? '', /^the type check: exit [12], after printing\nwrong\.ts.*TS2322/)
  })

  test('a guide cannot hide a command in a block that is not run', () => {
    for (const language of ['', 'bash', 'console', 'shell']) {
      assert.throws(
        () => readGuide(`\`\`\`${language}\nrm -r data\n\`\`\`\n`),
        /^Error: line 1: nobody/,
      )
    }
    assert.throws(() => readGuide('```json\n{}\n```\n'), /^Error: line 1: .* follows no command/)
    assert.throws(() => readGuide('```ts\nlet unnamed\n```\n'), /^Error: line 1: .* names no file/)
  })
})

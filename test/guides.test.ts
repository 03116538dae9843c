/** The guides, followed to the letter: every command, every file, every answer they show. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readGuide } from './guides/guide.ts'
import { followGuide, repository } from './guides/terminal.ts'

for (const name of ['integrator', 'api-owner', 'operator']) {
  const path = `docs/guides/${name}.md`
  test(`${path} works as it is pasted`, async () => {
    const steps = readGuide(readFileSync(join(repository, path), 'utf8'))
    assert.ok(steps.filter((step) => step.kind === 'run').length > 10)
    assert.equal(await followGuide(steps), undefined)
  })
}

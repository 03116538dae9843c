import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readOptions } from './options.ts'

describe('the command line of the crash laboratory', () => {
  test('runs for a minute on both engines unless told otherwise', () => {
    const options = readOptions([])
    assert.ok(options.act === 'run')
    assert.deepEqual([options.seconds, options.engines], [60, ['sqlite', 'postgres']])
  })

  test('takes minutes, a seed and one engine', () => {
    const options = readOptions(['--minutes', '0.5', '--seed', '7', '--engine', 'postgres'])
    assert.ok(options.act === 'run')
    assert.deepEqual([options.seconds, options.seed, options.engines], [30, 7, ['postgres']])
  })

  test('reports a mistake in one sentence', () => {
    const wrong: readonly (readonly [string, readonly string[]])[] = [
      ['--minutes is "soon"; give a number from 0.05 to 1440', ['--minutes', 'soon']],
      ['--seed is "-1"; give a whole number', ['--seed=-1']],
      ['--engine is "oracle"; give sqlite, postgres or both', ['--engine', 'oracle']],
      [
        '--sabotage is "coffee"; give no-generation-check or no-sharing or shared-for-ever or shared-branch or no-sync',
        ['--sabotage', 'coffee'],
      ],
      ['--document needs the JSON files of runs', ['--document']],
      ['there is no argument "now"', ['now']],
    ]
    for (const [because, args] of wrong) {
      assert.deepEqual(readOptions(args), { act: 'refuse', because })
    }
  })
})

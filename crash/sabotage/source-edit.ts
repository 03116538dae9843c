/**
 * Loaded into a node before the program (`node --import`): changes the source text of one file as it is
 * loaded, so that the checker can be given a broken server. Neither the files nor the program's
 * settings change. Throws unless the text to replace occurs exactly once.
 */

import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { edits } from './edits.ts'

const name = process.env['CRASH_SABOTAGE'] ?? ''
const edit = edits[name]
if (edit === undefined) throw new Error(`there is no sabotage named "${name}"`)
const { file, from, to } = edit

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith(file)) return loaded
    const [before, after, ...more] = String(loaded.source).split(from)
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`${file} does not have "${from}" once; the sabotage "${name}" is out of date`)
    }
    // The laboratory checks for this file: a sabotage that did not happen would prove nothing.
    writeFileSync(process.env['CRASH_SABOTAGE_DONE'] ?? '', name)
    return { ...loaded, source: before + to + after }
  },
})

/**
 * `npm run measure:enumeration [PAIRS]`: prints what a stranger learns about addresses with and
 * without an account. Exits with 1 if something tells them apart.
 */

import { argv, exit, stderr, stdout } from 'node:process'
import { measure, tellsApart, told } from './measure.ts'
import { openQuestions } from './questions.ts'

const [given = '400'] = argv.slice(2)
const count = Number(given)
if (!Number.isSafeInteger(count) || count < 50) {
  stderr.write(`PAIRS is a whole number from 50 on, and ${given} is none.\n`)
  exit(2)
}
const { asked, close } = await openQuestions(count)
let failed = false
for (const { name, question, pairs } of asked) {
  const measured = await measure(question, pairs, Math.random)
  stdout.write(`${told(name, measured)}\n`)
  if (tellsApart(measured)) failed = true
  if (measured.difference !== undefined) stdout.write(`${measured.difference}\n`)
}
await close()
if (failed) {
  stderr.write('Somebody can find out who has an account.\n')
  exit(1)
}

/**
 * Loaded into a node before the program (`node --import`): shifts its clock by the milliseconds in a
 * file, and jumps when the file changes. The program itself does not know.
 */

import { readFileSync } from 'node:fs'

const LOOK_EVERY_MS = 50
const file = process.env['CRASH_CLOCK_FILE'] ?? ''
const realNow = Date.now
let offset = 0

function look(): void {
  const milliseconds = Number(readFileSync(file, 'utf8'))
  if (Number.isFinite(milliseconds)) offset = milliseconds
}

look()
setInterval(look, LOOK_EVERY_MS).unref()
Date.now = () => realNow() + offset

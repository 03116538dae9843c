/**
 * Loaded into a node before the program (`node --import`): its clock stands as many milliseconds off
 * as a file says, and jumps when the file changes. The program itself knows nothing of it.
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

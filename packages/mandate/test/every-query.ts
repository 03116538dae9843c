/** Every query of the store, found by searching, so that a new file cannot be forgotten. */

import { globSync } from 'node:fs'
import { join } from 'node:path'
import type { Query } from '../src/store/engine.ts'

const directory = join(import.meta.dirname, '../src/store/queries')
const files = globSync('*.ts', { cwd: directory, exclude: ['*.test.ts'] }).sort()
const modules: readonly object[] = await Promise.all(
  files.map((file) => import(join(directory, file))),
)

export const everyQuery: readonly Query[] = modules
  .flatMap((module): unknown[] => Object.values(module))
  .filter((value): value is Query => typeof value === 'object' && value !== null && 'key' in value)

/**
 * The texts of the operator's console. They are in English only, so pages import them, and a file here
 * has those of one kind of page.
 */

import { charts } from './charts.ts'
import { frame } from './frame.ts'
import { grants } from './grants.ts'
import { keys } from './keys.ts'
import { overview } from './overview.ts'
import { refusals } from './refusals.ts'
import { users } from './users.ts'

export const consoleWords = { charts, frame, grants, keys, overview, refusals, users } as const

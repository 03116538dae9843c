/**
 * The texts of the operator's console. They are in English only, so pages import them, and a file here
 * has those of one kind of page.
 */

import { frame } from './frame.ts'
import { grants } from './grants.ts'
import { users } from './users.ts'

export const consoleWords = { frame, grants, users } as const

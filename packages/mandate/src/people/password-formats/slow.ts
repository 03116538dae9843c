/**
 * Comparisons that Node cannot do in the background: JavaScript, up to a second and more. A server
 * runs them on threads of their own (`runtime/password-threads.ts`).
 */

import { compareSync } from 'bcryptjs'
import type { SlowTask } from './format.ts'
import { matchesShaCrypt } from './sha-crypt.ts'

const COMPARISONS = { bcrypt: compareSync, sha_crypt: matchesShaCrypt }

/** Compares on this thread, which does nothing else meanwhile. */
export function compareHere({ format, password, stored }: SlowTask): boolean {
  return COMPARISONS[format](password, stored)
}

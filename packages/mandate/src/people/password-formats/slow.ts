/**
 * Comparisons that Node cannot do in the background: JavaScript, up to a second and more. A server
 * runs them on threads of their own (`runtime/password-threads.ts`).
 */

import type { SlowTask } from './format.ts'
import { matchesShaCrypt } from './sha-crypt.ts'

/** Loaded at the first such password, because most commands and servers never meet one. */
let bcrypt: Promise<typeof import('bcryptjs')> | undefined

/** Compares on this thread, which does nothing else meanwhile. Answers in the order of the calls. */
export async function compareHere({ format, password, stored }: SlowTask): Promise<boolean> {
  bcrypt ??= import('bcryptjs')
  const { compareSync } = await bcrypt
  return format === 'bcrypt' ? compareSync(password, stored) : matchesShaCrypt(password, stored)
}

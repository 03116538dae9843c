/**
 * Verifications in JavaScript, which can take more than a second and which Node cannot run in the
 * background. A server runs them on worker threads (`runtime/password-threads.ts`).
 */

import type { SlowTask } from './format.ts'
import { matchesShaCrypt } from './sha-crypt.ts'

/** Loaded at the first such password, because most commands and servers never need it. */
let bcrypt: Promise<typeof import('bcryptjs')> | undefined

/** Compares on this thread and blocks it. Results come in the order of the calls. */
export async function compareHere({ format, password, stored }: SlowTask): Promise<boolean> {
  bcrypt ??= import('bcryptjs')
  const { compareSync } = await bcrypt
  return format === 'bcrypt' ? compareSync(password, stored) : matchesShaCrypt(password, stored)
}

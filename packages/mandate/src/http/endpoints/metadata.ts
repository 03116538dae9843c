/** `/.well-known/…`: what this server can do (RFC 8414 §3). */

import { describeServer } from '../../oauth/metadata.ts'
import type { HttpContext } from '../context.ts'

export const metadata = (context: HttpContext) => {
  const document = describeServer(context.settings)
  return async () => document
}

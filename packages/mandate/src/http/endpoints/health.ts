/** `/health/live`: the process answers. `/health/ready`: so does its database. */

import type { HttpContext } from '../context.ts'

export const live = () => async () => ({ status: 'live' })

/** A database that is away makes this a 503, like every other answer that needs it. */
export const ready = (context: HttpContext) => async () => {
  await context.store.ping()
  return { status: 'ready' }
}

/** The guard in front of a web-standard handler: `Request` in, `Response` out. */

import type { Check } from '../outcome.ts'
import type { Principal } from '../principal.ts'
import { toResponse } from '../response.ts'

/** `Rest` is whatever else the platform passes (an environment, a context). */
export type FetchHandler<Rest extends readonly unknown[]> = (
  request: Request,
  principal: Principal,
  ...rest: Rest
) => Response | Promise<Response>

export function guardFetch<Rest extends readonly unknown[]>(
  check: Check,
  handler: FetchHandler<Rest>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const outcome = await check(request)
    if (outcome.outcome === 'granted') return handler(request, outcome.principal, ...rest)
    const { status, headers, body } = toResponse(outcome)
    return new Response(body, { status, headers })
  }
}

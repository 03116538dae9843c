/** The login route as a web-standard handler: `Request` in, `Response` out. */

import type { OpenLoginRoute } from '../login-route.ts'

export function loginFetch(
  route: OpenLoginRoute<Request>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const visit = { request, method: request.method, target: pathname + search }
    const { status, headers, body } = await route(visit)
    return new Response(body === '' ? null : body, { status, headers })
  }
}

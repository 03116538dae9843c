/**
 * Who is asking: an access token of this server that names the admin API and nothing else (RFC 6750,
 * RFC 9068 §4). A client that acts in its own name may do what its token's scope says; a person what
 * their role allows too, as it is now.
 */

import { Refusal } from '../../explanations/refusal.ts'
import type { RemoteOperator } from '../../facts/actor.ts'
import { accountOf, type Grant } from '../../grants/grant.ts'
import { readSignInText } from '../../grants/sign-in-text.ts'
import { ADMIN_PATH, adminApiUri } from '../../oauth/admin-api.ts'
import { parseParameters } from '../../oauth/parameters.ts'
import { presentAccessToken } from '../../oidc/access-token.ts'
import { operatorOfAccount, operatorOfClient } from '../../operations/acting-operator.ts'
import { NotPermitted, requirePermission } from '../../operations/permitted.ts'
import { type Permission, permissionsIn, scopeOf } from '../../operators/permissions.ts'
import { levelOf } from '../../people/assurance.ts'
import { challengeFor } from '../challenge.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { explanationUrl, keepRefusal } from '../error-response.ts'
import { Problem } from '../problem.ts'
import { headerValues, queryParameters } from '../request.ts'

const NO_FORM = parseParameters('')

export interface Asker {
  readonly actor: RemoteOperator
  /** Of the token. */
  readonly scope: string
}

/** Rejects with `Problem` (401, 403 or 400), with the challenge in the reply, or `StorageUnavailable`. */
export async function authenticate(context: HttpContext, exchange: Exchange): Promise<Asker> {
  const { request } = exchange
  try {
    // Logs would keep it (RFC 9700 §4.3.2).
    if (queryParameters(request).has('access_token')) {
      throw new Refusal('parameters_in_query', { parameters: ['access_token'] })
    }
    const [path = ''] = request.url.split('?', 1)
    const { settings } = context
    const { grant, client, scope } = await presentAccessToken(context, {
      method: request.method,
      uri: settings.issuer + path,
      alias: (settings.mtlsUrl ?? settings.issuer) + path,
      authorization: headerValues(request, 'authorization'),
      dpop: headerValues(request, 'dpop'),
      certificate: context.certificateOf(request),
      form: NO_FORM,
      audience: adminApiUri(settings),
    })
    const from = { network: request.ip }
    const accountId = accountOf(grant)
    if (accountId !== null) requireSecondFactor(context, grant)
    const actor =
      accountId === null
        ? await operatorOfClient(context, { clientId: client.id, scope, from })
        : await operatorOfAccount(context, { accountId, via: 'api', from, scope })
    if (actor === 'unconfirmed') throw unconfirmed()
    if (actor !== undefined) return { actor, scope }
  } catch (error) {
    if (error instanceof Refusal) throw refused(context, exchange, error)
    throw error
  }
  const detail = 'You are not an operator of this server. An owner can make you one.'
  throw new Problem(403, 'not_an_operator', { detail })
}

/**
 * What a person needs to open the console, they need here too: a stolen password is no operator. Throws
 * `Problem` (403). A grant that came about without a sign-in here has no factor at all.
 */
function requireSecondFactor({ settings }: HttpContext, { signIn }: Pick<Grant, 'signIn'>): void {
  if (!settings.consoleRequiresSecondFactor) return
  if (signIn !== null && levelOf(readSignInText(signIn)) !== '1fa') return
  const detail =
    'Operators need a second factor or a passkey here. Sign in with one, and get a new token.'
  throw new Problem(403, 'second_factor_required', { detail })
}

function unconfirmed(): Problem {
  const detail =
    'A way to sign in was added to your account after a sign-in with one factor only. Ask an owner to confirm you.'
  return new Problem(403, 'operator_unconfirmed', { detail })
}

/** Rejects with `Problem` (403), or `StorageUnavailable`. */
export async function permit(
  context: HttpContext,
  exchange: Exchange,
  { actor, scope, needs }: Asker & { readonly needs: Permission },
): Promise<void> {
  try {
    await requirePermission(context, actor, needs)
  } catch (error) {
    if (!(error instanceof NotPermitted)) throw error
    if (permissionsIn(scope.split(' ')).has(needs)) {
      throw new Problem(403, 'not_permitted', { detail: error.message })
    }
    const refusal = new Refusal('access_token_too_narrow', { scope: scopeOf(needs) })
    throw refused(context, exchange, refusal)
  }
}

function refused(context: HttpContext, { request, reply }: Exchange, refusal: Refusal): Problem {
  const { status, headers } = challengeFor(context, refusal)
  reply.header('WWW-Authenticate', headers)
  const reference = keepRefusal(request, refusal)
  const instance = explanationUrl(context, reference)
  return new Problem(status, refusal.error, { detail: refusal.description, instance })
}

/** Where the operations are, for a path that is not under it undefined. */
export function pathBelow(path: string): string | undefined {
  return path.startsWith(`${ADMIN_PATH}/`) ? path.slice(ADMIN_PATH.length) : undefined
}

/**
 * The last step of the setup: an owner signs in as a user would, through a public client that is made
 * for it and deleted again. It goes through the ordinary authorization and token requests, so that it
 * shows what an app would meet.
 *
 *     POST ──▶ client ──▶ /oauth2/authorize … ──▶ GET with the code ──▶ tokens ──▶ client deleted
 */

import { createHash } from 'node:crypto'
import { Refusal } from '../../explanations/refusal.ts'
import { PATHS } from '../../oauth/metadata.ts'
import { parseParameters } from '../../oauth/parameters.ts'
import { answerTokenRequest } from '../../oauth/token/token-request.ts'
import { createClient, deleteClient } from '../../operations/clients.ts'
import { type LoginProps, loginPage, SETUP } from '../../pages/console/setup.ts'
import { shownName } from '../../people/account.ts'
import { consoleWords } from '../../words/console/console.ts'
import { browserSecret, presentedBrowserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { seal, unseal } from '../seal.ts'
import { consoleAct } from './act.ts'
import { consolePage } from './page.ts'
import { sendConsole, type Visit } from './visit.ts'

const CALLBACK = `${SETUP}/login`
const NONE = parseParameters('')

export const tryLogin = consoleAct({
  path: CALLBACK,
  needs: 'clients:write',
  needsRecentSignIn: true,
  page: () => SETUP,
  perform: async (context, visit) => {
    const { settings } = context
    const redirectUri = `${settings.issuer}${CALLBACK}`
    const made = await createClient(context, visit.operating.actor, {
      ...{ name: consoleWords.setup.login.name, redirectUris: [redirectUri], isPublic: true },
    })
    if (made.is !== 'created') {
      return send(visit, { is: 'failed', because: 'sentence' in made ? made.sentence : made.is })
    }
    const { id } = made.client
    const { state, verifier } = sealsFor(context, visit.exchange, id)
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: id, redirect_uri: redirectUri, state },
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    return visit.exchange.reply.redirect(`${settings.issuer}${PATHS.authorization}?${query}`, 303)
  },
})

export const loginInConsole = consolePage({
  path: CALLBACK,
  needs: 'clients:write',
  show: async (context, visit) => {
    const { query, exchange, operating } = visit
    const clientId = clientIn(context, exchange, query.one('state'))
    if (clientId === undefined) return send(visit, { is: 'failed', because: null })
    let login: LoginProps['login']
    try {
      const error = query.one('error')
      login =
        error === undefined
          ? await exchangeCode(context, visit, clientId)
          : { is: 'failed', because: error }
    } finally {
      await deleteClient(context, operating.actor, { clientId })
    }
    return send(visit, login)
  },
})

async function exchangeCode(
  context: HttpContext,
  { exchange, query, operating: { signedIn } }: Visit,
  clientId: string,
): Promise<LoginProps['login']> {
  const { verifier } = sealsFor(context, exchange, clientId)
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code: query.one('code') ?? '', client_id: clientId },
    redirect_uri: `${context.settings.issuer}${CALLBACK}`,
    code_verifier: verifier,
  })
  try {
    const answer = await answerTokenRequest(context, {
      ...{ authorization: [], retryKey: [], dpop: [], query: NONE },
      body: parseParameters(body.toString()),
    })
    const { account } = signedIn
    return {
      is: 'worked',
      user: shownName(account) ?? account.id,
      ...{ scope: answer.scope, seconds: answer.expires_in },
      hasRefreshToken: answer.refresh_token !== undefined,
    }
  } catch (error) {
    if (error instanceof Refusal) return { is: 'failed', because: error.message }
    throw error
  }
}

/** Both name the client and belong to this browser; only the state is ever in an address. */
function sealsFor(context: HttpContext, { request, reply }: Exchange, clientId: string) {
  const secret = browserSecret(context, request, reply)
  const sealed = (part: 'state' | 'verifier') =>
    seal(context.seals, { purpose: 'setup', secret }, { part, clientId })
  const verifier = createHash('sha256').update(sealed('verifier')).digest('base64url')
  return { state: sealed('state'), verifier }
}

function clientIn(
  context: HttpContext,
  { request }: Exchange,
  state: string | undefined,
): string | undefined {
  const secret = presentedBrowserSecret(context, request)
  const found = unseal<{ part: string; clientId: string }>(
    context.seals,
    { purpose: 'setup', secret },
    state,
  )
  return found?.part === 'state' ? found.clientId : undefined
}

function send(visit: Visit, login: LoginProps['login']) {
  const status = login.is === 'worked' ? 200 : 400
  return sendConsole(visit, loginPage({ ...visit.props, login }), status)
}

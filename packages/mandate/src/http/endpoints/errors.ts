/**
 * `/errors/:reference`, where `error_uri` points, and `/errors`. Anyone can learn what the error
 * code means. The client whose request was refused also sees the exact reason and a list of its
 * refused requests, authenticated by HTTP Basic or, in a browser, by a form.
 *
 * Everyone else gets the same answer, byte for byte, whether or not the reference exists and
 * whatever was wrong with their credentials.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { explanationDocument } from '../../explanations/document.ts'
import { explanationInWords, referenceOf } from '../../explanations/in-words.ts'
import { type ErrorCode, errorCodePage, isErrorCode } from '../../pages/error.ts'
import { explanationPage } from '../../pages/explanation.ts'
import { refusedRequestsPage, refusedRequestsSignInPage } from '../../pages/refused-requests.ts'
import { EXPLANATIONS_KEPT_SECONDS } from '../../store/port.ts'
import type { Explanation } from '../../store/records.ts'
import { en } from '../../words/en/en.ts'
import { signInClient, visitingClient } from '../client-visitor.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'

// Any other text would let a stranger put words on our page.
const REFERENCE = /^[a-z_]+\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const VARIES = 'Accept, Accept-Language, Authorization, Cookie'
const LONGEST_LIST = 100
const DAYS_KEPT = EXPLANATIONS_KEPT_SECONDS / (24 * 60 * 60)

interface Asked {
  /** The client or API that asks, if authenticated. */
  readonly asker: string | undefined
  /** Whether the form was submitted; if so and there is nothing to show, the page says so. */
  readonly tried: boolean
}

/** One explanation. */
export const explainRefusal =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const asker = await visitingClient(context, request)
    return showOne(context, { request, reply }, { asker, tried: false })
  }

/** The form on that page. */
export const openExplanation =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) =>
    showOne(context, { request, reply }, await signIn(context, { request, reply }))

/** All explanations of one client. */
export const listRefusals =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const asker = await visitingClient(context, request)
    return showList(context, { request, reply }, { asker, tried: false })
  }

/** The form on that page. */
export const openRefusals =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) =>
    showList(context, { request, reply }, await signIn(context, { request, reply }))

async function signIn(context: HttpContext, { request, reply }: Exchange): Promise<Asked> {
  refuseCrossSite(context, request)
  const asker = await signInClient(context, reply, formParameters(request))
  return { asker, tried: true }
}

async function showOne(context: HttpContext, exchange: Exchange, asked: Asked) {
  const { request, reply } = exchange
  const { reference } = request.params as { readonly reference: string }
  const [code = ''] = reference.split('.')
  if (!isErrorCode(code)) return reply.callNotFound()
  reply.header('Vary', VARIES)
  const explanation = await findOwn(context, asked.asker, reference)
  if (wantsJson(request)) {
    return explanation === undefined ? meaningOf(code, reference) : explanationDocument(explanation)
  }
  const shown = REFERENCE.test(reference) ? reference : null
  const action = `/errors/${shown ?? code}`
  const page = pageProps(context, request)
  const html =
    explanation === undefined
      ? errorCodePage({
          ...page,
          code,
          reference: shown,
          signIn: { action, opens: 'one', failed: asked.tried },
        })
      : explanationPage({ ...page, explanation: explanationInWords(explanation) })
  return sendPage(reply, { status: 200, html })
}

async function showList(context: HttpContext, exchange: Exchange, { asker, tried }: Asked) {
  const { request, reply } = exchange
  reply.header('Vary', VARIES)
  if (asker === undefined) {
    if (!wantsJson(request)) {
      const signIn = { action: '/errors', opens: 'all', failed: tried } as const
      return sendPage(reply, {
        status: 200,
        html: refusedRequestsSignInPage({ ...pageProps(context, request), signIn }),
      })
    }
    return reply
      .code(401)
      .header('WWW-Authenticate', `Basic realm="${context.settings.issuer}", charset="UTF-8"`)
      .send({
        error: 'invalid_client',
        error_description: 'Send client id and client secret with HTTP Basic.',
      })
  }
  const kept = await context.store.explanations.list({ clientId: asker }, LONGEST_LIST)
  const explanations = kept.filter((one) => isAddressedTo(asker, one))
  if (wantsJson(request)) return explanations.map(explanationDocument)
  const html = refusedRequestsPage({
    ...pageProps(context, request),
    clientId: asker,
    explanations: explanations.map(explanationInWords),
    days: DAYS_KEPT,
  })
  return sendPage(reply, { status: 200, html })
}

/** The explanation, if it belongs to the client that asks. */
async function findOwn(
  context: HttpContext,
  asker: string | undefined,
  reference: string,
): Promise<Explanation | undefined> {
  // Without an authenticated client nothing may be revealed, so nothing is read.
  if (asker === undefined) return undefined
  const id = reference.slice(reference.indexOf('.') + 1)
  const kept = context.explanations.find(id) ?? (await context.store.explanations.find(id))
  if (kept === undefined || referenceOf(kept) !== reference) return undefined
  return isAddressedTo(asker, kept) ? kept : undefined
}

/** After failed authentication the sender may be anyone, so only the operator sees that refusal. */
function isAddressedTo(asker: string, { standing, clientId }: Explanation): boolean {
  return (standing === 'authenticated' || standing === 'named') && clientId === asker
}

function wantsJson({ headers }: FastifyRequest): boolean {
  const { accept = '' } = headers
  return accept.includes('application/json') && !accept.includes('text/html')
}

function meaningOf(code: ErrorCode, reference: string) {
  const { title, meaning } = en.codes[code]
  return {
    reference,
    error: code,
    meaning: `${title}. ${meaning}`,
    next: 'Ask again with HTTP Basic, with the client id and secret of the client that sent the request: then the exact reason is here.',
  }
}

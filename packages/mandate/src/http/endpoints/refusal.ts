/**
 * `/errors/:reference`, where `error_uri` points. Anybody learns what the error code means. The
 * client that the refusal was addressed to, proving itself with HTTP Basic, learns the exact reason.
 *
 * For everybody else the answer is the same, byte for byte, whether that reference exists or not,
 * and whatever was wrong with their credentials.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { authenticateIntrospector, readCredentials } from '../../oauth/client-authentication.ts'
import { Parameters } from '../../oauth/parameters.ts'
import { Refusal } from '../../oauth/refusal.ts'
import { errorPage } from '../../pages/error.ts'
import type { ErrorText } from '../../pages/error-texts.ts'
import { explanationPage } from '../../pages/explanation.ts'
import { explanationDocument, referenceOf } from '../../pages/explanation-document.ts'
import { refusalText } from '../../pages/refusal-texts.ts'
import type { Explanation } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { headerValues } from '../request.ts'

// Any other text would be words that a stranger put on a page of ours.
const REFERENCE = /^[a-z_]+\.[A-Za-z0-9_-]{12}$/

export const explainRefusal =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { reference } = request.params as { readonly reference: string }
    const [code = ''] = reference.split('.')
    const text = refusalText(code)
    if (text === undefined) return reply.callNotFound()
    reply.header('Vary', 'Accept, Authorization')
    const explanation = await findOwn(context, request, reference)
    const { accept = '' } = request.headers
    const asJson = accept.includes('application/json') && !accept.includes('text/html')
    if (asJson) {
      return explanation === undefined
        ? meaningOf(text, reference)
        : explanationDocument(explanation)
    }
    const { brandName } = context.settings
    const shown = REFERENCE.test(reference) ? reference : null
    const html =
      explanation === undefined
        ? errorPage({ brandName, text, reference: shown, goOn: null })
        : explanationPage({ brandName, title: text.title, explanation })
    return sendPage(reply, { status: 200, html })
  }

/** The explanation, if the request comes from the client that it is addressed to. */
async function findOwn(
  context: HttpContext,
  request: FastifyRequest,
  reference: string,
): Promise<Explanation | undefined> {
  const id = reference.slice(reference.indexOf('.') + 1)
  const authorization = headerValues(request, 'authorization')
  // Without credentials there is nothing to find out, so nothing is read.
  if (authorization.length === 0) return undefined
  const [asker, kept] = await Promise.all([
    whoAsks(context, authorization),
    context.explanations.find(id) ?? context.store.explanations.find(id),
  ])
  if (kept === undefined || asker === undefined || referenceOf(kept) !== reference) return undefined
  // Whoever failed to authenticate was perhaps somebody else: such a refusal is the operator's alone.
  const isAddressed = kept.standing === 'authenticated' || kept.standing === 'named'
  return isAddressed && kept.clientId === asker ? kept : undefined
}

/** The id of the client or API with these credentials; undefined where they are not good. */
async function whoAsks(
  context: HttpContext,
  authorization: readonly string[],
): Promise<string | undefined> {
  try {
    const credentials = readCredentials(authorization, new Parameters(new Map()))
    const asker = await authenticateIntrospector(context, credentials)
    return asker.is === 'client' ? asker.client.id : asker.resource.id
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

function meaningOf(text: ErrorText, reference: string) {
  return {
    reference,
    error: text.code,
    meaning: `${text.title}. ${text.happened}`,
    next: text.forDevelopers,
  }
}

/**
 * What operators can do in the console, one definition each:
 *
 *     POST ──▶ from our page? ──▶ an operator who may (`guard.ts`) ──▶ their own form? ──▶ sent once?
 *          ──▶ the name typed? ──▶ done by an operation ──▶ a page that tells what came of it
 *
 * So an act cannot forget one of these checks. A dangerous act has a question, which a GET of the same
 * address shows and which says in numbers what will end. Nothing of a form is kept through a sign-in:
 * the page with the form is opened again.
 */

import type { FastifyReply } from 'fastify'
import type { Parameters } from '../../oauth/parameters.ts'
import { NotPermitted } from '../../operations/permitted.ts'
import { useForm } from '../../operations/used-forms.ts'
import type { Permission } from '../../operators/permissions.ts'
import { type Question, questionPage } from '../../pages/console/question.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { admitOperator, RECENT_FOR_FORMS, RECENT_FOR_PAGES, sendNotAllowed } from './guard.ts'
import type { Handler } from './page.ts'
import { tellAt } from './told.ts'
import { alerted, goAndTell, type Reply, sendConsole, type Visit } from './visit.ts'

const text = consoleWords.frame
/** They come along when the name is copied from the page (`words/console/isolated.ts`). */
const ISOLATES = /[\u2068\u2069]/g

export interface Submitted extends Visit {
  readonly form: Parameters
}

export interface ActDefinition {
  readonly path: `/console/${string}`
  /** Null for what every operator may do. */
  readonly needs: Permission | null
  /**
   * Whether it requires a sign-in within the last 15 minutes: whatever ends much, or makes a credential
   * or an operator.
   */
  readonly needsRecentSignIn: boolean
  /** Whether the form may be carried out only once, however often it is sent. For what makes something. */
  readonly isOnce?: true
  /** The address of the page with its form. For a dangerous act: where its question leads back to. */
  readonly page: (params: Visit['params']) => string
  /** What the page before a dangerous act says; otherwise what was answered, such as "not found". */
  readonly ask?: (context: HttpContext, visit: Visit) => Promise<Question | FastifyReply>
  /** Does it and answers, usually with `goAndTell`. */
  readonly perform: (context: HttpContext, submitted: Submitted) => Reply
}

export interface ConsoleAct {
  readonly path: `/console/${string}`
  readonly needs: Permission | null
  /** The question, if it is a dangerous act. */
  readonly open: Handler | undefined
  readonly submit: Handler
}

export function consoleAct(definition: ActDefinition): ConsoleAct {
  const { path, needs, needsRecentSignIn, page, ask, perform, isOnce = false } = definition

  async function admitForm(context: HttpContext, exchange: Exchange) {
    const { request } = exchange
    const params = request.params as Visit['params']
    const address = ask === undefined ? page(params) : addressOf(request.url)
    const place = tellAt(context, exchange, { address, told: alerted(text.signInAgain) })
    const newerThan = needsRecentSignIn ? RECENT_FOR_FORMS : null
    return admitOperator(context, exchange, { needs, newerThan, place })
  }

  async function submit(context: HttpContext, { visit, form }: { visit: Visit; form: Parameters }) {
    const address = page(visit.params)
    const { account } = visit.operating.signedIn
    if (form.one('operator') !== account.id) {
      return goAndTell(context, visit, { address, told: alerted(text.otherOperator) })
    }
    if (ask !== undefined) {
      const question = await ask(context, visit)
      if (!isQuestion(question)) return question
      const { typed } = question
      if (typed !== null && form.one('typed')?.replaceAll(ISOLATES, '').trim() !== typed.trim()) {
        return sendQuestion(visit, { question, isTypedWrong: true })
      }
    }
    if (isOnce && !(await useForm(context, { act: path, form: form.one('once') ?? '' }))) {
      return goAndTell(context, visit, { address, told: alerted(text.sentBefore) })
    }
    return perform(context, { ...visit, form })
  }

  return {
    ...{ path, needs },
    open:
      ask &&
      ((context) => async (request, reply) => {
        const newerThan = needsRecentSignIn ? RECENT_FOR_PAGES : null
        const exchange = { request, reply }
        const admitted = await admitOperator(context, exchange, {
          needs,
          newerThan,
          place: request.url,
        })
        if ('answered' in admitted) return admitted.answered
        const question = await ask(context, admitted.visit)
        return isQuestion(question)
          ? sendQuestion(admitted.visit, { question, isTypedWrong: false })
          : question
      }),
    submit: (context) => async (request, reply) => {
      refuseCrossSite(context, request)
      const form = formParameters(request)
      const admitted = await admitForm(context, { request, reply })
      if ('answered' in admitted) return admitted.answered
      const { visit } = admitted
      try {
        return await submit(context, { visit, form })
      } catch (error) {
        // The role shrank after the guard had read it.
        if (error instanceof NotPermitted) return sendNotAllowed(visit)
        throw error
      }
    },
  }
}

function sendQuestion(
  visit: Visit,
  { question, isTypedWrong }: { readonly question: Question; readonly isTypedWrong: boolean },
): FastifyReply {
  const action = addressOf(visit.exchange.request.url)
  const html = questionPage({ ...visit.props, question, action, isTypedWrong })
  return sendConsole(visit, html, isTypedWrong ? 400 : 200)
}

function isQuestion(answer: Question | FastifyReply): answer is Question {
  return 'consequences' in answer
}

function addressOf(url: string): string {
  return url.split('?', 1).join()
}

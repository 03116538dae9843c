/**
 * Acts: what a signed-in person can do on the account pages, one definition each.
 *
 *     POST ──▶ from our page? ──▶ signed in, recently enough? ──▶ this person's page? ──▶ confirmed? ──▶ done
 *                                      │ no                                                 │ no
 *                                      ▼                                                    ▼
 *                     sign-in page, with the act sealed for this browser          a page that says what ends
 *                     and resumed here after it
 *
 * The question is a page that a GET shows, with the act sealed in its address.
 *
 * So an act cannot forget one of these checks. A form that holds a secret, such as a new password, is
 * never sealed: its page is opened again after the sign-in (`formPlace`).
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Parameters } from '../../oauth/parameters.ts'
import { type Confirmation, confirmPage } from '../../pages/account/confirm.ts'
import type { AccountPlace } from '../../pages/account/places.ts'
import { otherAccount, type Told } from '../../pages/account/shell.ts'
import type { SignedIn } from '../../people/session.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { isRecentlyProven, type PostponedAct, sealAct, signInFirst } from '../postponed-act.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { deskProps } from './desk.ts'
import { postponedOpening } from './page.ts'

/** Where the questions before dangerous acts are shown (`questions.ts`). */
export const QUESTIONS = '/account/confirm'

/** What the form says, by the names of its fields. */
type Fields = Readonly<Record<string, string>>

interface Doing<Read extends Fields> {
  readonly signedIn: SignedIn
  readonly fields: Read
}

type Reply = Promise<FastifyReply> | FastifyReply

export interface ActDefinition<Read extends Fields> {
  /** Travels in the seal, so a changed meaning needs a new name. */
  readonly name: string
  readonly path: `/account/${string}`
  /** The page that the form is on. */
  readonly page: {
    readonly place: AccountPlace
    readonly address: string
    /** Shows it, with a message. */
    readonly show: (
      context: HttpContext,
      exchange: Exchange,
      shown: { readonly signedIn: SignedIn; readonly notice: Told },
    ) => Reply
  }
  /** Whether it requires a sign-in within the last 15 minutes. */
  readonly needsRecentSignIn: boolean
  /** Reads the form. May throw `Refusal` for a form that is not ours. */
  readonly read: (form: Parameters) => Read
  /**
   * For a form with a secret: the page that is opened after a sign-in, where the person fills in the
   * form again.
   */
  readonly formPlace?: string
  /** What the page before the act says; null if there is nothing to confirm. */
  readonly confirm?: (
    context: HttpContext,
    exchange: Exchange,
    doing: Doing<Read>,
  ) => Promise<Confirmation | null>
  /** Does it and answers, usually with the page and a message. */
  readonly perform: (context: HttpContext, exchange: Exchange, doing: Doing<Read>) => Reply
}

/** What continues after the sign-in that it needed. */
export interface Resumable {
  readonly name: string
  resume(
    context: HttpContext,
    exchange: Exchange,
    resumed: { readonly signedIn: SignedIn; readonly act: PostponedAct },
  ): Reply
}

export interface AccountAct extends Resumable {
  readonly path: string
  /** Shows the question before it, and changes nothing. */
  ask(
    context: HttpContext,
    exchange: Exchange,
    asked: { readonly signedIn: SignedIn; readonly act: PostponedAct },
  ): Reply
  /** The handler of POST. */
  submit(
    context: HttpContext,
  ): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
}

/** The endpoint of an act, and what resumes it. Both belong in `addresses.ts`. */
export function accountAct<Read extends Fields>(definition: ActDefinition<Read>): AccountAct {
  const { name, path, page, needsRecentSignIn, read, formPlace } = definition

  async function goOn(
    context: HttpContext,
    exchange: Exchange,
    { isConfirmed, ...doing }: Doing<Read> & { readonly isConfirmed: boolean },
  ): Promise<FastifyReply> {
    const confirmation = isConfirmed ? null : await definition.confirm?.(context, exchange, doing)
    if (!confirmation) return definition.perform(context, exchange, doing)
    const { signedIn, fields } = doing
    if (formPlace !== undefined) {
      return sendQuestion(context, exchange, { signedIn, fields, confirmation })
    }
    // A page of its own, so that going back to it, or loading it again, sends no form again.
    const accountId = signedIn.account.id
    const act = { name, fields, accountId, needsProof: needsRecentSignIn }
    return exchange.reply.redirect(`${QUESTIONS}?act=${sealAct(context, exchange, act)}`, 303)
  }

  function sendQuestion(
    context: HttpContext,
    exchange: Exchange,
    { signedIn, fields, confirmation }: Doing<Read> & { readonly confirmation: Confirmation },
  ): FastifyReply {
    const { account } = signedIn
    return sendPage(exchange.reply, {
      status: 200,
      html: confirmPage({
        ...deskProps(context, exchange, account),
        current: page.place,
        confirmation,
        action: path,
        hidden: { ...fields, account: account.id },
        backAddress: page.address,
      }),
      // The sign-in that the act may still need can be elsewhere.
      leadsElsewhere: context.ways.leadElsewhere,
    })
  }

  return {
    name,
    path,
    submit: (context) => async (request, reply) => {
      refuseCrossSite(context, request)
      const exchange = { request, reply }
      const form = formParameters(request)
      const fields = read(form)
      const shownTo = form.one('account')
      const isConfirmed = form.has('confirmed')
      const signedIn = await whoIsSignedIn(context, request)
      const isProven =
        signedIn !== undefined &&
        (!needsRecentSignIn || isRecentlyProven(context, signedIn.session))
      if (!isProven) {
        const accountId = shownTo ?? signedIn?.account.id ?? ''
        const act: PostponedAct =
          formPlace === undefined
            ? { name, fields, accountId, needsProof: needsRecentSignIn }
            : postponedOpening(formPlace, needsRecentSignIn)
        // Who confirmed it and left may be another person than who signs in for it.
        const counts = isConfirmed && !needsRecentSignIn
        return signInFirst(context, exchange, counts ? { ...act, isConfirmed } : act)
      }
      return shownTo !== undefined && shownTo !== signedIn.account.id
        ? page.show(context, exchange, { signedIn, notice: otherAccount })
        : goOn(context, exchange, { signedIn, fields, isConfirmed })
    },
    resume: (context, exchange, { signedIn, act }) =>
      act.accountId === signedIn.account.id
        ? goOn(context, exchange, {
            signedIn,
            // Sealed under this name, so it is what `read` returned.
            fields: act.fields as Read,
            isConfirmed: act.isConfirmed === true,
          })
        : page.show(context, exchange, { signedIn, notice: otherAccount }),
    ask: async (context, exchange, { signedIn, act }) => {
      if (act.accountId !== signedIn.account.id) {
        return page.show(context, exchange, { signedIn, notice: otherAccount })
      }
      if (needsRecentSignIn && !isRecentlyProven(context, signedIn.session)) {
        return signInFirst(context, exchange, act)
      }
      const doing = { signedIn, fields: act.fields as Read }
      const confirmation = await definition.confirm?.(context, exchange, doing)
      return confirmation
        ? sendQuestion(context, exchange, { ...doing, confirmation })
        : // It has been done since, perhaps in another tab.
          exchange.reply.redirect(page.address, 303)
    },
  }
}

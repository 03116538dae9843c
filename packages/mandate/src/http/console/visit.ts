/** What the handler of a console page or act gets, and how it answers. */

import type { FastifyReply } from 'fastify'
import type { RemoteOperator } from '../../facts/actor.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import { isPermitted } from '../../operations/permitted.ts'
import type { Permission } from '../../operators/permissions.ts'
import type { Role } from '../../operators/roles.ts'
import type { ConsolePlace } from '../../pages/console/places.ts'
import { type MissingProps, missingPage } from '../../pages/console/refusals.ts'
import type { ConsoleProps, Told } from '../../pages/console/shell.ts'
import { shownName } from '../../people/account.ts'
import type { SignedIn } from '../../people/session.ts'
import { en } from '../../words/en/en.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { readTold, tellAt } from './told.ts'

/** An operator who was admitted to the console. */
export interface Operating {
  readonly signedIn: SignedIn
  readonly role: Role
  /** The actor of what they do. */
  readonly actor: RemoteOperator
}

/** A request to the console, by an operator who may make it. */
export interface Visit {
  readonly exchange: Exchange
  readonly operating: Operating
  /** The parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Parameters
  /** What every page of the console takes. */
  readonly props: ConsoleProps
  /** Whether people sign in at another origin. */
  readonly leadsElsewhere: boolean
}

export type Reply = Promise<FastifyReply> | FastifyReply

/** Whether a page shows what needs this; the operation asks again. */
export function may({ operating }: Pick<Visit, 'operating'>, permission: Permission): boolean {
  return isPermitted(operating.actor, permission)
}

export function makeVisit(
  context: HttpContext,
  exchange: Exchange,
  { operating, query }: Pick<Visit, 'operating' | 'query'>,
): Visit {
  const { request } = exchange
  return {
    ...{ exchange, operating, query },
    params: request.params as Visit['params'],
    props: consoleProps(context, exchange, operating),
    leadsElsewhere: context.ways.leadElsewhere,
  }
}

/** The console is in English, whatever the language of the operator's browser. */
function consoleProps(
  context: HttpContext,
  exchange: Exchange,
  { signedIn: { account }, role, actor }: Operating,
): ConsoleProps {
  const once = Buffer.from(context.random(16)).toString('base64url')
  return {
    ...pageProps(context, exchange.request),
    words: context.brand.catalogues.en ?? en,
    operator: { name: shownName(account) ?? account.id, role, permissions: actor.permissions },
    now: context.clock.now(),
    told: readTold(context, exchange.request),
    formFields: { operator: account.id, once },
  }
}

export function sendConsole(
  { exchange, leadsElsewhere }: Pick<Visit, 'exchange' | 'leadsElsewhere'>,
  html: string,
  status = 200,
): FastifyReply {
  // Its forms can lead to the sign-in page.
  return sendPage(exchange.reply, { status, html, usesScript: true, leadsElsewhere })
}

/** The page for an id that nothing has. */
export function sendMissing(
  visit: Visit,
  missing: Pick<MissingProps, 'current' | 'what'>,
): FastifyReply {
  return sendConsole(visit, missingPage({ ...visit.props, ...missing }), 404)
}

/** After an act: to a page of the console, which tells what came of it. Loading it again does nothing. */
export function goAndTell(
  context: HttpContext,
  { exchange }: Pick<Visit, 'exchange'>,
  { address, told }: { readonly address: string; readonly told: Told },
): FastifyReply {
  return exchange.reply.redirect(tellAt(context, exchange, { address, told }), 303)
}

/** Good news. */
export const done = (...lines: readonly string[]): Told => ({ tone: 'done', lines })
/** What prevented the act. */
export const alerted = (...lines: readonly string[]): Told => ({ tone: 'alert', lines })

/** The address of the console page of one thing; an id can have any character. */
export function placeOf(noun: Exclude<ConsolePlace, 'overview'>, id: string): string {
  return `/console/${noun}/${encodeURIComponent(id)}`
}

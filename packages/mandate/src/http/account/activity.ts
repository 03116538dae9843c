/** `/account/activity`: what happened to the account, newest first. */

import type { Fact } from '../../facts/fact.ts'
import { activityPage } from '../../pages/account/activity.ts'
import type { FactPlace } from '../../store/port.ts'
import type { HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { queryParameters } from '../request.ts'
import { deskProps } from './desk.ts'
import { accountPage } from './page.ts'

const PATH = '/account/activity'
const LINES = 50

export const activityOfAccount = accountPage({
  path: PATH,
  show: async (context, exchange, { account }) => {
    const before = readPlace(queryParameters(exchange.request).one('before'))
    const facts = await context.store.facts.listOf(account.id, { before, limit: LINES })
    const last = facts.length < LINES ? undefined : facts.at(-1)
    return sendPage(exchange.reply, {
      status: 200,
      html: activityPage({
        ...deskProps(context, exchange, account),
        now: context.clock.now(),
        facts,
        clients: await namesIn(context, facts),
        keptSeconds: context.settings.auditDays * 24 * 60 * 60,
        older: last === undefined ? null : `${PATH}?before=${last.atMs}.${last.id}`,
        isFirst: before === undefined,
      }),
      leadsElsewhere: context.ways.leadElsewhere,
    })
  },
})

/** A position that a link of this page has; undefined for any other text. */
function readPlace(text: string | undefined): FactPlace | undefined {
  const [, atMs, id] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(text ?? '') ?? []
  return atMs === undefined || id === undefined ? undefined : { atMs: Number(atMs), id }
}

async function namesIn(
  { store }: HttpContext,
  facts: readonly Fact[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(facts.flatMap(({ clientId }) => clientId ?? []))]
  const found = await Promise.all(ids.map((id) => store.clients.find(id)))
  return new Map(
    found.flatMap((client) => (client === undefined ? [] : [[client.id, client.name]])),
  )
}

/** `/console/domains`: which domains' clients may identify themselves by a document. */

import { hostOf, policyFor } from '../../grants/document-clients.ts'
import { decideDomain, forgetDomain } from '../../operations/client-domains.ts'
import { DOMAINS, domainsPage, type ShownDomain } from '../../pages/console/domains.ts'
import type { Told } from '../../pages/console/shell.ts'
import type { ClientDomain } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct, type Submitted } from './act.ts'
import { counted } from './counts.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import {
  alerted,
  done,
  goAndTell,
  may,
  placeOf,
  sendConsole,
  sendMissing,
  type Visit,
} from './visit.ts'

const text = consoleWords.domains
const ROWS = 50
/** Counting stops here, before a denial. */
const MOST_COUNTED = 1_000
const ONE = `${DOMAINS}/:id` as const
const page = () => DOMAINS
const noSuchDomain = (visit: Visit) => sendMissing(visit, { current: 'domains', what: 'domain' })

export const domainsInConsole = consolePage({
  path: DOMAINS,
  needs: 'clients:read',
  show: async ({ store, settings }, visit) => {
    const from = visit.query.one('from')
    const { rows, next } = await store.clientDomains.list({ after: from, limit: ROWS })
    const { others, domains } = settings.clientDocuments
    return sendConsole(
      visit,
      domainsPage({
        ...{ ...visit.props, domains: rows.map(shown) },
        first: from === undefined ? null : DOMAINS,
        next: next && listAddress(DOMAINS, { from: next }),
        settings: { others, named: Object.entries(domains) },
        canChange: may(visit, 'clients:write'),
      }),
    )
  },
})

function shown({ id, decision, clientId, askedAt, decidedAt }: ClientDomain): ShownDomain {
  const address = placeOf('domains', id)
  const askedFor = clientId === '' ? null : { id: clientId, address: placeOf('clients', clientId) }
  return { domain: id, address, decision, since: decidedAt ?? askedAt, askedFor }
}

const back = (context: HttpContext, visit: Visit, told: Told) =>
  goAndTell(context, visit, { address: DOMAINS, told })

async function decide(
  context: HttpContext,
  visit: Submitted,
  { named, decision }: { readonly named: string; readonly decision: 'allowed' | 'denied' },
) {
  const outcome = await decideDomain(context, visit.operating.actor, { named, decision })
  if (outcome.is === 'no_domain') return back(context, visit, alerted(text.noDomain))
  const { domain, clients } = outcome
  const count = counted(clients.length, 'client')
  const isAllowed = decision === 'allowed'
  const turned = isAllowed ? text.turnedOn(count) : text.turnedOff(count)
  const policy = policyFor(context.settings.clientDocuments, `https://${domain.id}/`)
  const isInVain = isAllowed && (policy === 'off' || policy === 'deny')
  const lines = [
    isAllowed ? text.wasAllowed(domain.id) : text.wasDenied(domain.id),
    ...(clients.length > 0 ? [turned] : []),
    ...(isInVain ? [text.inVain] : []),
  ]
  return back(context, visit, isInVain ? alerted(...lines) : done(...lines))
}

/** The form that names a domain. A denial goes by its question, which says what it turns off. */
export const decideAboutDomain = consoleAct({
  ...{ path: DOMAINS, needs: 'clients:write', needsRecentSignIn: true, page },
  perform: (context, visit) => {
    const named = visit.form.one('domain')?.trim() ?? ''
    const host = hostOf(named)
    if (host === undefined) return back(context, visit, alerted(text.noDomain))
    return visit.form.one('decision') === 'deny'
      ? visit.exchange.reply.redirect(`${placeOf('domains', host)}/deny`, 303)
      : decide(context, visit, { named: host, decision: 'allowed' })
  },
})

export const allowDomain = consoleAct({
  ...{ path: `${ONE}/allow`, needs: 'clients:write', needsRecentSignIn: true, page },
  perform: (context, visit) =>
    decide(context, visit, { named: visit.params['id'] ?? '', decision: 'allowed' }),
})

export const denyDomain = consoleAct({
  ...{ path: `${ONE}/deny`, needs: 'clients:write', needsRecentSignIn: true, page },
  ask: async (context, visit) => {
    const host = hostOf(visit.params['id'] ?? '')
    if (host === undefined) return noSuchDomain(visit)
    const { count, isMore } = await clientsAt(context, host)
    return {
      ...{ current: 'domains', title: text.denyQuestion(host), typed: null },
      consequences: [text.denyEnds(counted(count, 'client', isMore)), text.denyUndo],
      ...{ button: text.denyButton, back: DOMAINS },
    }
  },
  perform: (context, visit) =>
    decide(context, visit, { named: visit.params['id'] ?? '', decision: 'denied' }),
})

export const forgetAboutDomain = consoleAct({
  ...{ path: `${ONE}/forget`, needs: 'clients:write', needsRecentSignIn: true, page },
  perform: async (context, visit) => {
    const named = visit.params['id'] ?? ''
    const isKnown = await forgetDomain(context, visit.operating.actor, { named })
    return isKnown ? back(context, visit, done(text.wasForgotten(named))) : noSuchDomain(visit)
  },
})

/** How many clients of a host are on; those at its usual port are nearly all. */
async function clientsAt({ store }: HttpContext, host: string) {
  const { rows, next } = await store.clients.listUnder(`https://${host}/`, { limit: MOST_COUNTED })
  const count = rows.filter(({ disabledAt }) => disabledAt === null).length
  return { count, isMore: next !== null }
}

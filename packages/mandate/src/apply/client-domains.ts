/** The section `client_domains`: `allow` or `deny` for each host of documents; null forgets it. */

import { hostOf } from '../grants/document-clients.ts'
import { decideDomain, forgetDomain } from '../operations/client-domains.ts'
import { countLiveGrants } from '../operations/live-grants.ts'
import { everyRow } from '../store/every-row.ts'
import { entriesOf, type PlanContext, type Planned, type Step } from './plan.ts'

const DECISIONS: Readonly<Record<string, 'allowed' | 'denied'>> = {
  allow: 'allowed',
  deny: 'denied',
}

export async function planClientDomains(context: PlanContext, section: unknown): Promise<Planned> {
  const { entries, problems } = entriesOf('client_domains', section)
  const steps: Step[] = []
  for (const [named, value] of entries) {
    const at = ['client_domains', named]
    const decision = DECISIONS[String(value)]
    const host = hostOf(named)
    if (host === undefined) {
      problems.push({ at, text: `${named} is no host; give one such as claude.ai` })
      continue
    }
    if (value !== null && decision === undefined) {
      problems.push({ at, text: 'give allow, deny, or null to forget what was decided' })
      continue
    }
    const before = await context.store.clientDomains.find(host)
    const isSame = decision === undefined ? before === undefined : before?.decision === decision
    if (isSame) continue
    const isNew = before === undefined || before.decision === 'held'
    steps.push({
      changes: [
        {
          ...{ noun: 'client domain', id: host },
          action: decision === undefined ? 'remove' : isNew ? 'add' : 'change',
          members: [{ name: 'decision', from: before?.decision, to: decision }],
          notices: decision === 'denied' ? [await ends(context, host)] : [],
        },
      ],
      async perform() {
        if (decision === undefined) await forgetDomain(context, context.actor, { named: host })
        else await decideDomain(context, context.actor, { named: host, decision })
        return undefined
      },
    })
  }
  return { steps, problems }
}

async function ends({ store, clock }: PlanContext, host: string): Promise<string> {
  const now = clock.now()
  const where = ({ clientId }: { readonly clientId: string }) => hostOf(clientId) === host
  const { grantsOfUsers } = await countLiveGrants(store, {}, { now, where })
  return `turns off the clients there, and with them ${grantsOfUsers}`
}

export async function exportClientDomains({
  store,
}: Pick<PlanContext, 'store'>): Promise<Readonly<Record<string, string>>> {
  const all = await everyRow((page) => store.clientDomains.list(page))
  return Object.fromEntries(
    all.flatMap(({ id, decision }) =>
      decision === 'held' ? [] : [[id, decision === 'allowed' ? 'allow' : 'deny']],
    ),
  )
}

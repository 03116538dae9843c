/** What there is, as the sections of a declared file that would change nothing. Without secrets. */

import { exportClientDomains } from './client-domains.ts'
import { exportClients } from './client-export.ts'
import { exportIssuers } from './issuers.ts'
import type { ApplyContext } from './plan.ts'
import { exportResources } from './resources.ts'
import type { Sections } from './sections.ts'
import { exportWebhooks } from './webhooks.ts'

/** Sections without an entry are left out. Rejects only with `StorageUnavailable`. */
export async function exportSections(context: Pick<ApplyContext, 'store'>): Promise<Sections> {
  const declared = (await context.store.declaredSettings.current())?.settings ?? {}
  const settings = Object.entries(declared).map(([name, { value }]) => [name, value])
  const sections = {
    settings: Object.fromEntries(settings),
    resources: await exportResources(context),
    clients: await exportClients(context),
    trusted_issuers: await exportIssuers(context),
    client_domains: await exportClientDomains(context),
    webhooks: await exportWebhooks(context),
  }
  return Object.fromEntries(
    Object.entries(sections).filter(([, section]) => Object.keys(section).length > 0),
  )
}

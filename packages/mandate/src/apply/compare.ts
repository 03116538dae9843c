/**
 * Compares what a file declares with what there is, whole, before anything is made:
 *
 *     settings ──▶ resources ──▶ clients ──▶ trusted issuers, client domains, webhooks
 *
 * What the file adds counts as there for the sections after it.
 */

import { createHash } from 'node:crypto'
import { SettingsRefused } from '../settings/refused.ts'
import type { Settings } from '../settings.ts'
import type { Resource } from '../store/records.ts'
import type { DeclaredSettings } from '../store/tables/declared-settings.ts'
import { planClientDomains } from './client-domains.ts'
import { planClients } from './clients.ts'
import { planIssuers } from './issuers.ts'
import type { ApplyContext, Change, PlanContext, Problem, Step } from './plan.ts'
import { planResources } from './resources.ts'
import type { Sections } from './sections.ts'
import { planSettings, settingsAfter } from './settings.ts'
import { planWebhooks } from './webhooks.ts'

export type Compared =
  | { readonly is: 'compared'; readonly steps: readonly Step[]; readonly settings: Settings }
  | { readonly is: 'wrong'; readonly problems: readonly Problem[] }

/** Rejects only with `StorageUnavailable`. */
export async function compare(context: ApplyContext, sections: Sections): Promise<Compared> {
  const { store, reading } = context
  const current = await store.declaredSettings.current()
  const after = settingsAfter(context, current, sections.settings)
  if (after.settings === undefined) return { is: 'wrong', problems: after.problems }
  const { settings } = after
  const planning: PlanContext = { ...context, settings }
  const before = settingsBefore(reading, current?.settings ?? {})
  const ofSettings = await planSettings(planning, { section: sections.settings, current, before })
  const ofResources = await planResources(planning, sections.resources)
  const ofClients = await planClients(seeing(planning, ofResources.adds), sections.clients)
  const toCome = Object.keys(sections.clients ?? {})
  const all = [
    ofSettings,
    ofResources,
    ofClients,
    await planIssuers(planning, sections.trusted_issuers, toCome),
    await planClientDomains(planning, sections.client_domains),
    await planWebhooks(planning, sections.webhooks),
  ]
  const problems = all.flatMap((one) => one.problems)
  if (problems.length > 0) return { is: 'wrong', problems }
  return { is: 'compared', steps: all.flatMap(({ steps }) => steps), settings }
}

/** Names these changes: what is applied is what was looked at. */
export function digestOf(changes: readonly Change[]): string {
  return createHash('sha256').update(JSON.stringify(changes)).digest('base64url')
}

/** What the file adds is there for what comes after it in the file, although it is not stored yet. */
function seeing(context: PlanContext, adds: readonly Resource[]): PlanContext {
  const { resources } = context.store
  const added = new Map(adds.map((one) => [one.uriKey, one]))
  const seen = {
    ...resources,
    findByUriKey: async (key: string) => added.get(key) ?? resources.findByUriKey(key),
  }
  const describing = { ...context, store: { ...context.store, resources: seen } }
  // Writing goes to the whole store, which is found by the view that was handed out.
  return { ...describing, acting: context }
}

/** Undefined if those in the database cannot be used, which the file may mend. */
function settingsBefore(
  reading: ApplyContext['reading'],
  declared: DeclaredSettings,
): Settings | undefined {
  try {
    return reading.inForce(declared).settings
  } catch (error) {
    if (error instanceof SettingsRefused) return undefined
    throw error
  }
}

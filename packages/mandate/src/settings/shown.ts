/** The settings in force as people and programs may see them: without secrets, with their origins. */

import {
  memberOf,
  type SettingName,
  type Settings,
  settingNames,
  settingsTable,
} from '../settings.ts'
import type { SettingsInForce } from './in-force.ts'
import { withoutSecrets } from './kinds.ts'
import { type Setting, USUAL_METRICS_PORT } from './setting.ts'
import { spanInWords } from './span.ts'
import { withoutPassword } from './text.ts'

export interface ShownSetting {
  readonly name: SettingName
  /** Without its secrets. */
  readonly value: unknown
  /** `--port`, `MANDATE_PORT`, `mandate.yaml:4` …, or `default`. */
  readonly source: string
}

/** In the order of the table. */
export function shownSettings({
  settings,
  sources,
}: Pick<SettingsInForce, 'settings' | 'sources'>): readonly ShownSetting[] {
  return settingNames.map((name) => ({
    name,
    value: presentable(name, valueIn(settings, name)),
    source: sources.get(name) ?? 'default',
  }))
}

/** The value in words, on one line. */
export function settingText({ name, value }: Pick<ShownSetting, 'name' | 'value'>): string {
  if (name.endsWith('_seconds')) {
    return value === 0 ? '0 s (none)' : `${value} s (${spanInWords(Number(value))})`
  }
  if (value === null) return 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Some settings become one member together. */
function valueIn(settings: Settings, name: SettingName): unknown {
  const { others, domains } = settings.clientDocuments
  if (name === 'client_documents') return others
  return name === 'client_document_domains' ? domains : settings[memberOf(name) as keyof Settings]
}

/** The value without the passwords of URLs and without the secrets of ways. */
function presentable(name: SettingName, value: unknown): unknown {
  const { schema, confidential }: Setting = settingsTable[name]
  if ('kinds' in schema) return withoutSecrets(schema.kinds, value as Settings['signIn'])
  if (name === 'metrics_port' && value === null) return `${USUAL_METRICS_PORT} where that is free`
  // Those with a text of ours are no part of the setting.
  if (name === 'scopes') return withTexts(value as Settings['scopes'])
  if (confidential === 'whole' && value !== null) return '***'
  return confidential && typeof value === 'string' ? withoutPassword(value) : value
}

function withTexts(scopes: Settings['scopes']) {
  return Object.fromEntries(Object.entries(scopes).filter(([, text]) => text !== null))
}

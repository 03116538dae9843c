/** `mandate settings` and `mandate setting …` against a server elsewhere. */

import { settingsReference } from '../../settings/reference.ts'
import { type SettingName, settingNames } from '../../settings.ts'
import { settingFrom } from '../setting.ts'
import {
  type DeclaredDocument,
  declaredText,
  declaredVersionText,
  settingsText,
} from '../shown/settings.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'

const DECLARED = '/declared-settings'

export const settingsCommands: Readonly<Record<string, RemoteCommand>> = {
  settings: async ({ api, context, options }) => {
    if (options['markdown'] === true) {
      context.terminal.print(settingsReference().trimEnd())
      return undefined
    }
    const json = await api.read('/settings')
    const sources = json['sources'] as Readonly<Record<string, string>>
    const rows = settingNames
      .filter((name) => Object.hasOwn(json, name))
      .map((name: SettingName) => ({ name, value: json[name], source: sources[name] ?? 'default' }))
    return { json, text: settingsText(context.terminal.style, rows, []) }
  },
  'setting list': async ({ api, context }) => {
    const json = await api.read(DECLARED)
    const shown = json as unknown as DeclaredDocument
    return { json, text: declaredText(context.terminal.style, shown) }
  },
  'setting set': (call) => {
    const [name = '', text = ''] = call.args
    return declare(call, name, settingFrom(name, text))
  },
  'setting unset': (call) => declare(call, call.args[0] ?? '', null),
}

async function declare({ api }: RemoteCall, name: string, value: unknown) {
  const before = await api.read(DECLARED)
  const { version } = await api.act('PATCH', DECLARED, { [name]: value })
  const changed = version === before['version'] ? [] : [name]
  return { json: { version, changed }, text: declaredVersionText(Number(version), changed) }
}

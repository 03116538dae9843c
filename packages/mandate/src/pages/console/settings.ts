/** The settings in force, and where each of them comes from. */

import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { copyable, section, table } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.settings

export interface SettingRow {
  readonly name: string
  readonly meaning: string
  /** Without secrets. */
  readonly value: string
  /** Such as `MANDATE_PORT`; null for a default. */
  readonly source: string | null
}

export interface SettingsProps extends ConsoleProps {
  /** Null if this server does not know where they come from. */
  readonly settings: readonly SettingRow[] | null
}

export function settingsPage(props: SettingsProps): string {
  const { settings } = props
  return consoleDocument(props, {
    current: 'settings',
    title: text.title,
    body:
      settings === null
        ? html`<p>${text.unavailable} ${copyable(text.command)}</p>`
        : html`<p class="soft">${text.about}</p>
${parts(settings)}`,
  })
}

function parts(settings: readonly SettingRow[]): Html {
  const given = settings.filter(({ source }) => source !== null)
  const defaults = settings.filter(({ source }) => source === null)
  return html`${section(
    { id: 'set', title: text.set },
    given.length === 0 ? html`<p>${text.setNothing}</p>` : list(text.setCaption, given),
  )}
${defaults.length > 0 && section({ id: 'defaults', title: text.defaults }, list(text.defaultsCaption, defaults))}`
}

function list(caption: string, settings: readonly SettingRow[]): Html {
  const hasSources = settings.some(({ source }) => source !== null)
  return table<SettingRow>(
    caption,
    [
      {
        head: text.setting,
        cell: ({ name, meaning }) =>
          html`<code>${name}</code> <span class="soft">${meaning}</span>`,
      },
      { head: text.value, cell: ({ value }) => html`<code>${value}</code>` },
      ...(hasSources
        ? [{ head: text.source, cell: ({ source }: SettingRow) => html`<code>${source}</code>` }]
        : []),
    ],
    settings,
  )
}

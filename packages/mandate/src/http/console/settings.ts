/** `/console/settings`: the settings in force, and where each of them comes from. */

import { settingsPage } from '../../pages/console/settings.ts'
import { settingText } from '../../settings/shown.ts'
import { settingsTable } from '../../settings.ts'
import { consolePage } from './page.ts'
import { sendConsole } from './visit.ts'

export const settingsInConsole = consolePage({
  path: '/console/settings',
  needs: 'settings:read',
  show: async ({ shownSettings }, visit) => {
    const shown = await shownSettings?.()
    const settings = shown?.map((setting) => ({
      name: setting.name,
      meaning: settingsTable[setting.name].meaning.replaceAll('`', ''),
      value: settingText(setting),
      source: setting.source === 'default' ? null : setting.source,
    }))
    return sendConsole(visit, settingsPage({ ...visit.props, settings: settings ?? null }))
  },
})

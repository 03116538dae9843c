/** The documentation of all settings, written from the table. */

import {
  flagOf,
  type Setting,
  type SettingName,
  settingNames,
  settingsTable,
  variableOf,
} from '../settings.ts'

/** `docs/settings.md`, whole. */
export function settingsReference(): string {
  return `# Settings

Written by \`mandate settings --markdown\`; a test checks that this page is current.

Flags of \`mandate serve\` win over variables, variables over \`mandate.yaml\`, the file over the
defaults. The file is the one that \`--config\` (or \`MANDATE_CONFIG\`) names, or else \`mandate.yaml\` in
the working directory, or else the one in the data directory. Each line of it is \`name: value\`;
relative paths in it start from its own folder. Lists in variables and flags have commas between;
maps are written as JSON. A wrong setting is named with its place and what would be right, and
nothing is started.

${settingNames.map(section).join('\n')}`
}

function section(name: SettingName): string {
  const setting: Setting = settingsTable[name]
  const variable = `\`${variableOf(name)}\``
  return `## \`${name}\`

${setting.meaning} Give ${setting.give}.

Default: ${defaultInWords(setting)}. Variable ${variable}, flag \`${flagOf(name)}\`.
`
}

function defaultInWords({ default: value }: Setting): string {
  if (typeof value === 'object' && 'described' in value && typeof value.described === 'string') {
    return value.described
  }
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

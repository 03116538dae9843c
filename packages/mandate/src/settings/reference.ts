/** Generates the documentation of all settings from the table. */

import {
  flagOf,
  type Setting,
  type SettingName,
  settingNames,
  settingsTable,
  variableOf,
} from '../settings.ts'

/** The content of `docs/settings.md`. */
export function settingsReference(): string {
  return `# Settings

Written by \`mandate settings --markdown\`; a test checks that this page is current.

Flags of \`mandate serve\` win over variables, variables over \`mandate.yaml\`, the file over the
defaults. \`mandate settings\` shows what is in force, and where each value comes from.

- **The file** is the one that \`--config\` (or \`MANDATE_CONFIG\`) names, or else \`mandate.yaml\` in
  the working directory, or else the one in the data directory. Each line of it is \`name: value\`;
  relative paths in it start from its own folder.
- **Variables and flags** have commas between the items of a list, and maps as JSON. An empty variable
  counts as none; an empty \`MANDATE_ISSUER\`, \`MANDATE_DATA\` or \`MANDATE_DATABASE\` is refused.
- **A file for each setting**: \`MANDATE_DATABASE_FILE=/run/secrets/database\` takes the value from that
  file, without the end of its line; so for every setting. Giving both variables is refused.

A wrong setting is named with its place and what would be right, and nothing is started. So is a
variable that begins with \`MANDATE_\` and is none of these, except for those that Kubernetes sets for a
Service called \`mandate\` or \`mandate-…\` (\`MANDATE_PORT=tcp://…\`): they are passed over, and
\`mandate serve\` says so once.

Of the variables of other programs, these count:

| variable | does |
| --- | --- |
| \`PGUSER\`, \`PGPASSWORD\`, \`PGPASSFILE\` | who signs in to PostgreSQL, where the URL does not say it |
| other \`PG…\` | nothing. \`PGSSLMODE\`, \`PGPORT\` and \`PGOPTIONS\` are refused where the URL says nothing of the kind, since they would seem to hold |
| \`NODE_EXTRA_CA_CERTS\` | more certificate authorities for \`sslmode=verify-full\` |
| \`NODE_TLS_REJECT_UNAUTHORIZED=0\` | refused together with \`sslmode=verify-…\`: it would take the check away |
| \`NODE_OPTIONS\` | options of Node, for every process of Mandate |
| \`NO_COLOR\`, \`FORCE_COLOR\` | colour in the terminal |
| \`DATABASE_URL\`, \`PORT\` and the like | nothing; write \`MANDATE_DATABASE=$DATABASE_URL\` |

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

/** The settings in force, and where each of them comes from. */

export const settings = {
  title: 'Settings in force',
  about:
    'The settings that this server uses now. A flag overrides an environment variable, then come mandate.yaml, the database and the default. Secrets are not shown.',
  set: 'Set',
  setCaption: 'Settings that were set',
  setNothing: 'No setting was set. Every one has its default.',
  defaults: 'At their defaults',
  defaultsCaption: 'Settings with their defaults',
  setting: 'Setting',
  value: 'Value',
  source: 'From',
  unavailable:
    'The settings are not available here, because this server runs inside another program. On the machine, run:',
  command: 'mandate settings',
} as const

/** The settings in force, and where each of them comes from. */

export const settings = {
  title: 'Settings in force',
  about:
    'What this server goes by. A flag counts before a variable, a variable before mandate.yaml, that before what is kept in the database, and that before our default. Secrets are not shown.',
  set: 'Set',
  setCaption: 'Settings that were set',
  setNothing: 'Every setting has its default.',
  defaults: 'At their defaults',
  defaultsCaption: 'Settings with their defaults',
  setting: 'Setting',
  value: 'Value',
  source: 'From',
  unavailable:
    'This server was started by a program that does not say where its settings come from. On the machine, run:',
  command: 'mandate settings',
} as const

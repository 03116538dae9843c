/** `docs/audit-events.md`: every kind of audit event, with what it says and how others call it. */

import { endsTokens, factKinds, schemaOfFact } from '../facts/fact.ts'
import { isOrigin, partyNames, snake } from './event.ts'
import { ecsClassOf } from './formats/ecs.ts'
import { ocsfClassOf } from './formats/ocsf.ts'
import { sumKinds } from './sums.ts'

export function eventsReference(): string {
  const rows = factKinds.map((kind) => {
    const { about, details } = schemaOfFact(kind)
    const parties = about.map((name) => `\`${partyNames[name]}\``).join(', ')
    const told = Object.entries(details)
      .map(([name, type]) => {
        const shown = isOrigin(name) ? `from.${name}` : snake(name)
        return `\`${shown}\`${type === 'personal' ? ' (personal)' : ''}`
      })
      .join(', ')
    const ocsf = ocsfClassOf(kind)
    const ecs = ecsClassOf(kind)
    return `| \`${kind}\` | ${parties} | ${told} | ${endsTokens({ kind }) ? 'yes' : ''} | ${ocsf.classUid}/${ocsf.activityId} | ${ecs.category} ${ecs.type} |`
  })
  const sums = Object.values(sumKinds).map(({ kind, detail }) => {
    const ocsf = ocsfClassOf(kind)
    const ecs = ecsClassOf(kind)
    return `| \`${kind}\` | \`${detail}\` | ${ocsf.classUid}/${ocsf.activityId} | ${ecs.category} ${ecs.type} |`
  })
  return `${[
    '<!-- Generated: mandate audit schema --markdown -->',
    '# Audit events',
    'Each event says what happened (`kind`), when (`at`), with what `outcome`, who did it (`by`), from where (`from`, if it was noted), whom it concerns (`about`) and more (`details`). ' +
      'These are the names in `mandate audit list --json`, in `mandate audit export`, in the log (`fact`) and in the metric `mandate_changes_total` (`kind`). ' +
      '`mandate audit schema KIND` prints the JSON Schema of one. What is personal is erased with the account. [The guide](guides/audit.md) shows how to use them.',
    '## One event for each act',
    'Listed are the members of `about` that are always there, and those of `details`. OCSF is class/activity, ECS is `event.category` and `event.type`.',
    `| kind | about | details | may end tokens | OCSF | ECS |\n| --- | --- | --- | --- | --- | --- |\n${rows.join('\n')}`,
    '## Sums by the hour',
    'These happen too often for an event each, or whoever is outside could fill the database with them. One line an hour says how often (`count`), for each value of the detail and each client.',
    `| kind | details | OCSF | ECS |\n| --- | --- | --- | --- |\n${sums.join('\n')}`,
  ].join('\n\n')}\n`
}

/** The section `clients`: by `client_id`, with the members of RFC 7591 that the admin API has. */

import { addedClient } from './client-added.ts'
import { changedClient } from './client-changed.ts'
import { namesakes } from './client-notices.ts'
import { entriesOf, membersOf, type PlanContext, type Planned, placed, type Step } from './plan.ts'

export async function planClients(context: PlanContext, section: unknown): Promise<Planned> {
  const { entries, problems } = entriesOf('clients', section)
  const steps: Step[] = []
  for (const [id, members] of entries) {
    const at = ['clients', id]
    const before = await context.store.clients.find(id)
    const wrong = await context.shapeProblems(
      before === undefined ? 'new_client' : 'client',
      members,
    )
    if (wrong.length > 0) {
      problems.push(...placed(at, wrong))
      continue
    }
    const declared = membersOf(members)
    const planned =
      before === undefined
        ? await addedClient(context, id, declared)
        : await changedClient(context, before, declared)
    if ('problem' in planned) problems.push(...placed(at, [planned.problem]))
    else if (planned.step !== undefined) steps.push(planned.step)
  }
  const renamed = await namesakes(
    context,
    entries.map(([id]) => id),
    steps,
  )
  return { steps: renamed, problems }
}

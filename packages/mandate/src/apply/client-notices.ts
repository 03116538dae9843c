/** What people and programs notice of a change of a client, in numbers. */

import { countLiveGrants } from '../operations/live-grants.ts'
import { everyRow } from '../store/every-row.ts'
import type { Client } from '../store/records.ts'
import type { PlanContext, Step } from './plan.ts'

export async function noticesOf(
  { store, clock }: PlanContext,
  before: Client,
  after: Client,
): Promise<readonly string[]> {
  const now = clock.now()
  const notices: string[] = []
  const gone = before.redirectUris.filter((uri) => !after.redirectUris.includes(uri))
  for (const uri of gone) notices.push(`logins that return to ${uri} are refused`)
  const [had, has] = [before.scope.split(' '), after.scope.split(' ')]
  for (const token of had.filter((one) => !has.includes(one))) {
    const where = ({ scope }: { readonly scope: string }) => scope.split(' ').includes(token)
    const { grantsOfUsers } = await countLiveGrants(store, { clientId: before.id }, { now, where })
    notices.push(`takes ${token} away from ${grantsOfUsers}`)
  }
  if (before.trusted && !after.trusted) {
    const { users } = await countLiveGrants(store, { clientId: before.id }, { now })
    notices.push(
      `${users} with a connection, and all others, are asked for consent at the next login`,
    )
  }
  if (!before.requirePkce && after.requirePkce) notices.push('logins without PKCE are refused')
  if (before.authentication.method !== after.authentication.method) {
    notices.push(`its program has to prove itself with ${after.authentication.method} from then on`)
  }
  return notices
}

export async function endsOf({ store, clock }: PlanContext, { id }: Client): Promise<string> {
  const { grantsOfUsers } = await countLiveGrants(store, { clientId: id }, { now: clock.now() })
  return `stops ${grantsOfUsers} until it is enabled again`
}

/** An id cannot change, so a renamed entry is a second client. */
export async function namesakes(
  { store }: PlanContext,
  named: readonly string[],
  steps: readonly Step[],
): Promise<readonly Step[]> {
  const adding = steps.some(({ changes }) => changes.some(({ action }) => action === 'add'))
  if (!adding) return steps
  const there = await everyRow((page) => store.clients.list(page))
  const others = there.filter(({ id }) => !named.includes(id))
  return steps.map((step) => ({
    ...step,
    changes: step.changes.map((change) => {
      const name = change.members.find((member) => member.name === 'client_name')?.to
      const other = change.action === 'add' ? others.find((one) => one.name === name) : undefined
      if (other === undefined) return change
      const note = `there is a client of that name, ${other.id}, which the file does not name: an id cannot change, and its connections stay with it`
      return { ...change, notices: [...change.notices, note] }
    }),
  }))
}

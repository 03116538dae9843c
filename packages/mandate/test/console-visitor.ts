/** Operators at the console, at the level of HTTP. */

import { randomBytes } from 'node:crypto'
import { addOperator } from '../src/operations/operators.ts'
import type { Role } from '../src/operators/roles.ts'
import { readOnly } from '../src/store/read-only.ts'
import type { Account } from '../src/store/records.ts'
import { PASSWORD, type RunningServer } from './running-server.ts'
import { type Arrival, hiddenFields, newVisitor, type Visitor } from './visitor.ts'

export interface Operator {
  readonly account: Account
  readonly visitor: Visitor
  /** Fills in the form on this page that posts to `action`, by default to the page itself. */
  submit(page: Arrival, form?: Readonly<Record<string, string>>, action?: string): Promise<Arrival>
}

/** A person with this role, or with none, who has just signed in. */
export async function newOperator(server: RunningServer, role: Role | null): Promise<Operator> {
  const account = await server.createAccount(`${randomBytes(6).toString('hex')}@example.com`)
  if (role !== null) {
    const context = { store: readOnly(server.store), clock: server.clock }
    await addOperator(context, { kind: 'system' }, { accountId: account.id, role })
  }
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: account.email, password: PASSWORD })
  return {
    account,
    visitor,
    submit(page, form = {}, action = page.address.pathname) {
      const start = page.html.indexOf(`action="${action}"`)
      if (start < 0) throw new Error(`no form for ${action} at ${page.address}: ${page.status}`)
      const own = page.html.slice(start, page.html.indexOf('</form>', start))
      return visitor.send(action, { ...hiddenFields(own), ...form })
    },
  }
}

/** The verbs on the people who run Mandate. */

import type { Act, Operator } from '../../facts/actor.ts'
import type { Permission } from '../../operators/permissions.ts'
import type { Role } from '../../operators/roles.ts'
import type { OperatorRow } from '../records.ts'
import type { Page, PageRequest } from './pages.ts'

export interface OperatorStore {
  /** False if the account does not exist, or is an operator's already. */
  insert(operator: Omit<OperatorRow, 'unconfirmedSince'>, act: Act): Promise<boolean>
  find(accountId: string): Promise<OperatorRow | undefined>
  /** The same, but not if the account is disabled. */
  findActive(accountId: string): Promise<OperatorRow | undefined>
  list(page: PageRequest): Promise<Page<OperatorRow>>
  /**
   * False if there is no such operator, if they have the role, or if no other owner could sign in
   * then. Of two owners who demote each other at once, one stays.
   */
  setRole(accountId: string, role: Role, act: Act): Promise<boolean>
  /** False if there is no such operator, or if no other owner could sign in then. */
  delete(accountId: string, act: Act): Promise<boolean>
  /** Their role counts again. False if there is no such operator, or it counts. */
  confirm(accountId: string, act: Act): Promise<boolean>
  /**
   * Records that an operator was refused for want of a permission: once an hour for each operator
   * and permission, however often they try.
   */
  noteRefused(permission: Permission, by: Operator): Promise<void>
}

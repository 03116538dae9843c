import { isRole, type Role } from '../../operators/roles.ts'
import { type Field, id, nullable, table, text, time } from './table.ts'

const role: Field<Role, 'text'> = {
  ...text,
  decode: (stored) => (isRole(String(stored)) ? (stored as Role) : undefined),
}

/** The accounts whose owners run Mandate. */
export const operators = table('operators', {
  accountId: id,
  role,
  /** When the account became an operator's. */
  createdAt: time,
  /**
   * Since when the role does not count: somebody who had proved one factor only added a way to sign in,
   * and no owner has said since that it was the operator. Null if it counts.
   */
  unconfirmedSince: nullable(time),
})

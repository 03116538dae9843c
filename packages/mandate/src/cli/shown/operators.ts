import type { operatorDocument } from '../../documents/operator.ts'
import { type CommandOptions, nextCommand } from '../command.ts'
import type { Ending } from '../confirmation.ts'
import { moment, printable, type Style, table } from '../terminal.ts'

export type OperatorDocument = Pick<
  ReturnType<typeof operatorDocument>,
  'sub' | 'role' | 'created_at'
> & { readonly username?: string; readonly disabled?: boolean; readonly unconfirmed_since?: number }

/** The address, or the id if there is none. */
function calledOperator({ username, sub }: Pick<OperatorDocument, 'sub' | 'username'>) {
  return printable(username ?? sub)
}

export function operatorsText(
  style: Style,
  operators: readonly OperatorDocument[],
  options: CommandOptions,
): string {
  const rows = operators.map((one) => [
    calledOperator(one),
    one.role,
    moment(one.created_at),
    one.disabled ? 'disabled' : one.unconfirmed_since === undefined ? '' : 'to be confirmed',
  ])
  return rows.length > 0
    ? table(style, ['USER', 'ROLE', 'SINCE (UTC)', ''], rows)
    : `There are no operators; only commands on this machine can change anything. Add one:\n\n  ${nextCommand(options, 'operator add USER --role owner')}`
}

export function roleText(operator: OperatorDocument): string {
  const article = /^[ao]/.test(operator.role) ? 'an' : 'a'
  const asWhat = operator.role === 'support' ? 'in support' : `${article} ${operator.role}`
  return `${calledOperator(operator)} is ${asWhat} now.`
}

export function confirmedText(operator: OperatorDocument): string {
  return `${calledOperator(operator)} is confirmed as ${operator.role}.`
}

export function removedOperatorText(who: Pick<OperatorDocument, 'sub' | 'username'>): string {
  return `${calledOperator(who)} is not an operator any more.`
}

export function removeOperatorQuestion(who: Pick<OperatorDocument, 'sub' | 'username'>): Ending {
  return {
    question: `Remove the operator ${calledOperator(who)}?`,
    consequences: ['their sessions at the console and their tokens do nothing any more'],
    canBeUndone: true,
  }
}

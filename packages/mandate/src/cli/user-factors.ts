/** `mandate user remove-factors`: for a person who has lost their phone and their recovery codes. */

import type { Command } from 'commander'
import { removeTotp } from '../operations/second-factors.ts'
import { secondFactorsOf } from '../people/second-factors.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  nextCommand,
  OPERATOR,
  quoted,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import { findUser, named, userDocument } from './which-user.ts'

export function addUserFactorCommands(user: Command, context: CommandContext): void {
  addCommand(
    user,
    'remove-factors <user>',
    'Remove the authenticator app and the recovery codes of a user who has lost them',
  )
    .option(...YES_FLAG)
    .action((emailOrId: string, options: YesOptions) => removeFactors(context, options, emailOrId))
}

function removeFactors(
  context: CommandContext,
  options: YesOptions,
  emailOrId: string,
): Promise<void> {
  return withData(context, options, async (data) => {
    const account = await findUser(data.store, emailOrId, options)
    const { totp, recoveryCodes } = await secondFactorsOf(data.store, account.id)
    if (totp) {
      await confirm(context, options, async () => ({
        question: `Remove the second factors of ${named(account)}?`,
        consequences: [
          `the authenticator app and ${recoveryCodes} recovery codes are void`,
          'whoever knows the password can sign in, so make sure that you speak to the right person',
          'sessions and connected apps stay',
        ],
        canBeUndone: false,
      }))
    }
    const removed = await removeTotp(data, OPERATOR, { accountId: account.id })
    const reset = nextCommand(options, `user reset-password ${quoted(account.email ?? account.id)}`)
    answer(context, options, {
      json: { ...userDocument(account), removed: removed ? ['totp', 'recovery_codes'] : [] },
      text: removed
        ? `${named(account)} signs in with the password alone now, and can set up a new phone. If someone else may know the password:\n\n  ${reset}`
        : `${named(account)} has no authenticator app; nothing was changed.`,
    })
  })
}

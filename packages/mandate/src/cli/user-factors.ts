/** `mandate user remove-factors`: for a person who has lost their phone, passkeys and recovery codes. */

import type { Command } from 'commander'
import { userDocument } from '../documents/user.ts'
import { removeAllPasskeys } from '../operations/passkeys.ts'
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
import { findUser, named } from './which-user.ts'

export function addUserFactorCommands(user: Command, context: CommandContext): void {
  addCommand(
    user,
    'remove-factors <user>',
    'Remove the authenticator app, the passkeys and the recovery codes of a user who has lost them',
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
    const passkeys = (await data.store.passkeys.listOf(account.id)).length
    if (totp || passkeys > 0) {
      await confirm(context, options, async () => ({
        question: `Remove the second factors of ${named(account)}?`,
        consequences: [
          `removed: ${totp ? 'the authenticator app' : 'no authenticator app'}, ${passkeys} passkeys, ${recoveryCodes} recovery codes`,
          'whoever knows the password can sign in, so make sure who is asking',
          'sessions and connected apps stay',
        ],
        canBeUndone: false,
      }))
    }
    const whose = { accountId: account.id }
    const removed = [
      ...((await removeTotp(data, OPERATOR, whose)) ? ['totp'] : []),
      ...(totp || recoveryCodes > 0 ? ['recovery_codes'] : []),
      ...((await removeAllPasskeys(data, OPERATOR, whose)) > 0 ? ['passkeys'] : []),
    ]
    const reset = nextCommand(options, `user reset-password ${quoted(account.email ?? account.id)}`)
    answer(context, options, {
      json: { ...userDocument(account), removed },
      text:
        removed.length > 0
          ? `${named(account)} signs in with the password alone now, and can set up a new phone. If someone else may know the password:\n\n  ${reset}`
          : `${named(account)} has no authenticator app and no passkey; nothing was changed.`,
    })
  })
}

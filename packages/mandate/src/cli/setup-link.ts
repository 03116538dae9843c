/** `mandate setup-link`: the link with which the first operator sets up the server in a browser. */

import type { Command } from 'commander'
import { makeSetupLink } from '../operations/setup-link.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
} from './command.ts'
import { withData } from './data-directory.ts'
import { moment } from './terminal.ts'

export function addSetupLinkCommand(program: Command, context: CommandContext): void {
  addCommand(
    program,
    'setup-link',
    'Print the link with which the first operator sets up the server in a browser',
  ).action((options: CommandOptions) =>
    withData(context, options, async (data) => {
      const made = await makeSetupLink(data, OPERATOR, {})
      if (made.is === 'operator_before') {
        throw new CommandRefused(
          `There is an operator already, who can sign in at ${data.settings.issuer}/console; see: ${nextCommand(options, 'operator list')}`,
        )
      }
      const { address, expiresAt } = made
      answer(context, options, {
        json: { link: address, expires_at: expiresAt },
        text: `Open this link while the server runs, once, until ${moment(expiresAt)} (UTC):\n\n  ${address}\n\nWhoever opens it becomes the owner of this server.`,
      })
    }),
  )
}

/** `mandate apply` and `mandate export`: what the operator declares, in a file under version control. */

import type { Command } from 'commander'
import type { ApplyOptions } from './apply/run.ts'
import { addCommand, type CommandContext, type CommandOptions } from './command.ts'
import { YES_FLAG } from './confirmation.ts'
import { INIT_FLAG } from './data-directory.ts'

export function addApplyCommands(program: Command, context: CommandContext): void {
  addCommand(
    program,
    'apply <file>',
    'Make clients, APIs, settings and what else a file declares as it says; what it does not name stays',
  )
    .option(
      '--plan',
      'only show what would change; exits with 3 if anything would, and with 0 if not',
    )
    .option(
      '--new-secrets <file>',
      'make a secret for each new client or webhook that has none in the file, and add it to this file',
    )
    .option(...YES_FLAG)
    .option(...INIT_FLAG)
    .action(async (path: string, options: ApplyOptions) => {
      const { applyFile } = await import('./apply/run.ts')
      const { applyHere } = await import('./apply/here.ts')
      await applyFile(context, options, { path, target: applyHere(context, options) })
    })
  addCommand(
    program,
    'export',
    'Print what there is as a file for `mandate apply`, without secrets',
  ).action(async (options: CommandOptions) => {
    const { exportAll } = await import('./apply/export.ts')
    await exportAll(context, options)
  })
}

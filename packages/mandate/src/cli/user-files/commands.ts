/**
 * `mandate user import` and `mandate user export`: users in files, to move from or to another
 * system. The code that reads and writes the files is loaded on use.
 *
 *     import:  source ─▶ lines ─▶ records ─▶ users ─▶ operations/import-accounts.ts
 *                                    └── refused ──┴─▶ report
 */

import type { Command } from 'commander'
import { addCommand, type CommandContext } from '../command.ts'
import { YES_FLAG } from '../confirmation.ts'
import { INIT_FLAG, withData } from '../data-directory.ts'
import type { ExportOptions } from './export.ts'
import type { ImportOptions } from './import.ts'

export function addUserFileCommands(user: Command, context: CommandContext): void {
  addCommand(user, 'import <file>', 'Import users from another system; - for standard input')
    .option('--format <format>', 'csv or jsonl (default: by the file name)')
    .option('--ignore <fields...>', 'columns or members to ignore')
    .option('--dry-run', 'check everything and import nothing')
    .option('--report <file>', 'write the refused lines and the reasons to this file')
    .option(...INIT_FLAG)
    .action((file: string, options: ImportOptions) =>
      withData(context, { ...options, mayInit: true }, async (data) => {
        const { importFile } = await import('./import.ts')
        await importFile(context, options, { file, data })
      }),
    )

  addCommand(user, 'export [file]', 'Write all users to a new file or to standard output')
    .option('--format <format>', 'csv or jsonl (default: by the file name, otherwise csv)')
    .option(
      '--with-password-hashes',
      'include password hashes, which can be used to guess the passwords',
    )
    .option(...YES_FLAG)
    .action(async (file: string | undefined, options: ExportOptions) => {
      const { exportUsers } = await import('./export.ts')
      await exportUsers(context, options, file)
    })
}

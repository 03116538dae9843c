/**
 * `mandate user import` and `mandate user export`: users in files, to move from another system or to
 * another one. What reads and writes the files is loaded on use.
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
  addCommand(user, 'import <file>', 'Bring in the users of another system; - for standard input')
    .option('--format <format>', "csv or jsonl; by default, by the file's ending")
    .option('--ignore <fields...>', 'leave out these columns or members')
    .option('--dry-run', 'check everything, and import nothing')
    .option('--report <file>', 'where to write the refused lines with their reasons')
    .option(...INIT_FLAG)
    .action((file: string, options: ImportOptions) =>
      withData(context, { ...options, mayInit: true }, async (data) => {
        const { importFile } = await import('./import.ts')
        await importFile(context, options, { file, data })
      }),
    )

  addCommand(user, 'export [file]', 'Write all users into one new file, or to standard output')
    .option('--format <format>', "csv or jsonl; by default, by the file's ending, or csv")
    .option(
      '--with-password-hashes',
      'include them; whoever has them can try to guess the passwords',
    )
    .option(...YES_FLAG)
    .action(async (file: string | undefined, options: ExportOptions) => {
      const { exportUsers } = await import('./export.ts')
      await exportUsers(context, options, file)
    })
}

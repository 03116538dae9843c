/**
 * `mandate completion SHELL`: the script with which a shell completes commands and options. It has
 * all of them in it, so pressing the tab key starts no program.
 */

import { Argument, type Command } from 'commander'
import { addCommand, type CommandContext } from './command.ts'
import { offeredCommands } from './completion/commands.ts'
import { scripts } from './completion/scripts.ts'

export function addCompletionCommand(program: Command, { terminal }: CommandContext): void {
  addCommand(program, 'completion', 'Print the script with which your shell completes mandate')
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(scripts)))
    .action((shell: string) => {
      const script = scripts[shell]
      if (script !== undefined) terminal.print(script(offeredCommands(program)))
    })
}

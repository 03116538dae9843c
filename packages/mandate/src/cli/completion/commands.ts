/** What a shell offers, read from the program: for each command, what can come next. */

import type { Command, Option } from 'commander'

/** Something that can be typed, and its one line of help. */
export interface Offered {
  readonly text: string
  readonly description: string
}

export interface OfferedOption extends Offered {
  /** What comes after it: nothing more, the name of a file, one of some words, or any text. */
  readonly takes: 'nothing' | 'file' | 'text' | readonly string[]
}

export interface OfferedCommand {
  /** Without `mandate`, each word after a space: ` client create`. Empty for the program itself. */
  readonly path: string
  readonly commands: readonly Offered[]
  readonly options: readonly OfferedOption[]
  /** What its next argument is. */
  readonly argument: 'nothing' | 'file' | 'text' | readonly string[]
}

/** The program and all its commands, except hidden ones. */
export function offeredCommands(command: Command, path = ''): readonly OfferedCommand[] {
  const help = command.createHelp()
  const below = help.visibleCommands(command)
  const own: OfferedCommand = {
    path,
    commands: below.map((one) => ({
      text: one.name(),
      description: help.subcommandDescription(one),
    })),
    options: help.visibleOptions(command).flatMap((option) => offeredOption(option)),
    argument: argumentOf(command),
  }
  return [own, ...below.flatMap((one) => offeredCommands(one, `${path} ${one.name()}`))]
}

function offeredOption({ long, description, flags, argChoices, ...option }: Option) {
  if (long == null) return []
  const isAlone = !option.required && !option.optional
  const takes = isAlone ? ('nothing' as const) : (argChoices ?? kindOf(flags))
  return [{ text: long, description: description ?? '', takes }]
}

function argumentOf({ registeredArguments: [first] }: Command): OfferedCommand['argument'] {
  if (first === undefined) return 'nothing'
  return first.argChoices ?? kindOf(`<${first.name()}>`)
}

/** By the name of the value, such as `<file>`. */
function kindOf(flags: string): 'file' | 'text' {
  return /[<[](file|dir|path)\b/.test(flags) ? 'file' : 'text'
}

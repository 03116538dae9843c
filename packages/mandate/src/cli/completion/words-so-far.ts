/** Parts that the scripts of bash and zsh have in common. */

import type { OfferedCommand } from './commands.ts'

/** The patterns of a `case` that match each command by its path. */
export function paths(commands: readonly OfferedCommand[]): string {
  return patterns(commands.filter(({ path }) => path !== '').map(({ path }) => path))
}

/** The patterns that match an option whose value comes next, after the path of its command. */
export function optionsThatTake(
  commands: readonly OfferedCommand[],
  wanted: 'file' | 'text',
): string {
  return patterns(
    commands.flatMap(({ path, options }) =>
      options.filter(({ takes }) => takes === wanted).map(({ text }) => `${path} ${text}`),
    ),
  )
}

/** The same for options that take one of some words, with the words. */
export function optionsWithChoices(
  commands: readonly OfferedCommand[],
): readonly { readonly pattern: string; readonly choices: readonly string[] }[] {
  return commands.flatMap(({ path, options }) =>
    options.flatMap(({ text, takes }) =>
      typeof takes === 'string' ? [] : [{ pattern: quoted(`${path} ${text}`), choices: takes }],
    ),
  )
}

/** As one word of a shell, whatever it contains. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function patterns(texts: readonly string[]): string {
  return texts.map(quoted).join(' | ')
}

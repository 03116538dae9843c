/** `mandate words`: every text of the pages and mails, as an operator writes them in `words_file`. */

import type { Command } from 'commander'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  settingsFor,
  UsageRefused,
} from './command.ts'

interface WordsOptions extends CommandOptions {
  readonly language: string
}

export function addWordsCommand(program: Command, context: CommandContext): void {
  addCommand(program, 'words [part]', 'List the texts of pages and mails, with your own')
    .option('--language <tag>', 'the language: en, sv, de, fr, es or ar', 'en')
    .action((part: string | undefined, options: WordsOptions) => list(context, options, part))
}

/** Those whose name or text contains `part`, or all. */
async function list(
  context: CommandContext,
  options: WordsOptions,
  part: string | undefined,
): Promise<void> {
  const [{ openBrand }, { textsOf }, { languages }, { stringify }] = await Promise.all([
    import('../brand/brand.ts'),
    import('../words/overrides.ts'),
    import('../words/languages.ts'),
    import('yaml'),
  ])
  const language = languages.find((one) => one === options.language)
  if (language === undefined) {
    throw new UsageRefused(`--language is ${options.language}; give ${languages.join(', ')}`)
  }
  const settings = settingsFor(context, options)
  const all = textsOf(openBrand(settings).catalogues[language])
  const wanted = (part ?? '').toLowerCase()
  const found = [...all].filter(([name, text]) => `${name}\n${text}`.toLowerCase().includes(wanted))
  const texts = { [language]: Object.fromEntries(found) }
  answer(context, options, { json: texts, text: stringify(texts, { lineWidth: 0 }).trimEnd() })
}

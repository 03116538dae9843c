/**
 * The layout of help: what the command does, examples to copy, its own options with the required
 * ones marked, and last the common options.
 *
 * A single-value option may be given only once, because a second would silently override it.
 */

import { type Command, Help, Option } from 'commander'
import { UsageRefused } from './command.ts'
import { examplesOf } from './examples.ts'
import { commandName, serverOption } from './remote/routed-command.ts'

const COMMON = 'Common options:'
/** Longer options have their description on the next line. */
const WIDEST_OPTION = 32

/** Adds the common options to every command of the program. */
export function completeHelp(program: Command): void {
  style(program)
  for (const command of program.commands) {
    if (command.commands.length > 0) completeHelp(command)
    else complete(command)
  }
}

function complete(command: Command): void {
  style(command)
  const data = command.name() === 'demo' ? '.mandate/demo' : './mandate-data'
  for (const option of [
    new Option('--data <dir>', `The data directory (default: ${data})`),
    new Option(
      '--config <file>',
      'The settings file (default: mandate.yaml here or in the data directory)',
    ),
    serverOption(),
    new Option('--json', 'Output JSON'),
  ]) {
    command.addOption(option.helpGroup(COMMON))
  }
  for (const option of command.options) {
    if (option.required && !option.variadic) option.argParser(onlyOnce(option))
  }
}

function onlyOnce(option: Option): (value: string) => string {
  let isGiven = false
  return (value) => {
    if (isGiven) throw new UsageRefused(`${option.long} is given twice; leave one of them out`)
    isGiven = true
    return value
  }
}

function style(command: Command): void {
  command
    .addHelpOption(new Option('-h, --help', 'Show this help').helpGroup(COMMON))
    .configureHelp({
      formatHelp(shown, helper) {
        const text = Help.prototype.formatHelp.call(helper, shown, helper)
        const examples = examplesOf(commandName(shown))
        if (examples.length === 0) return text
        const block = ['Examples:', ...examples.map((line) => `  ${line}`)].join('\n')
        // Before the first heading, after the description.
        return text.replace(/\n\n(?=[A-Z][\w ]+:\n)/, `\n\n${block}\n\n`)
      },
      padWidth(shown, helper) {
        return Math.min(Help.prototype.padWidth.call(this, shown, helper), WIDEST_OPTION)
      },
      formatItem(...[term, termWidth, description, helper]) {
        const item = (shown: string) =>
          Help.prototype.formatItem.call(this, shown, termWidth, description, helper)
        const isLong = helper.displayWidth(term) > termWidth && description !== ''
        return isLong ? `  ${term}\n${item('')}` : item(term)
      },
      optionDescription(option) {
        const said = capitalized(Help.prototype.optionDescription.call(this, option))
        return option.mandatory ? `${said} (required)` : said
      },
      subcommandDescription(shown) {
        return capitalized(Help.prototype.subcommandDescription.call(this, shown))
      },
      commandDescription(shown) {
        return capitalized(Help.prototype.commandDescription.call(this, shown))
      },
    })
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

import type { OfferedCommand } from './commands.ts'
import { paths } from './words-so-far.ts'

/** The script for fish. What was typed is only compared and never evaluated. */
export function fishScript(commands: readonly OfferedCommand[]): string {
  return `# Completes the commands and options of mandate in fish. To use it now:
#   mandate completion fish | source
# To use it in every shell:
#   mandate completion fish > ~/.config/fish/completions/mandate.fish

function __mandate_at
    set -l so_far ''
    for word in (commandline -opc)[2..-1]
        switch "$so_far $word"
            case ${paths(commands).replaceAll(' | ', ' ')}
                set so_far "$so_far $word"
        end
    end
    test "$so_far" = "$argv[1]"
end

complete -c mandate -f
${commands.map(lines).join('\n')}`
}

function lines({ path, commands, options, argument }: OfferedCommand): string {
  const here = `complete -c mandate -n ${fishQuoted(`__mandate_at ${fishQuoted(path)}`)}`
  return [
    ...commands.map(
      ({ text, description }) => `${here} -a ${fishQuoted(text)} -d ${fishQuoted(description)}`,
    ),
    ...(Array.isArray(argument) ? [`${here} -a ${fishQuoted(argument.join(' '))}`] : []),
    ...(argument === 'file' ? [`${here} -F`] : []),
    ...options.map(({ text, description, takes }) => {
      const value = { nothing: '', file: ' -r -F', text: ' -x' }
      const taken =
        typeof takes === 'string' ? value[takes] : ` -x -a ${fishQuoted(takes.join(' '))}`
      return `${here} -l ${text.slice(2)}${taken} -d ${fishQuoted(description)}`
    }),
  ].join('\n')
}

/** In quotes, where fish reads a backslash before a quote or a backslash. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

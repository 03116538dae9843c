import type { Offered, OfferedCommand } from './commands.ts'
import { optionsThatTake, optionsWithChoices, paths, quoted } from './words-so-far.ts'

/** The script for zsh. What was typed is only compared and never evaluated. */
export function zshScript(commands: readonly OfferedCommand[]): string {
  return `#compdef mandate
# Completes the commands and options of mandate in zsh. To use it now:
#   source <(mandate completion zsh)
# To use it in every shell, add that line to ~/.zshrc, after compinit.

_mandate() {
  local so_far='' word
  local -a offered options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$so_far $word" in
    (${paths(commands)}) so_far="$so_far $word" ;;
    esac
  done
  case "$so_far \${words[CURRENT-1]}" in
  (${optionsThatTake(commands, 'file')}) _files; return ;;
  (${optionsThatTake(commands, 'text')}) return ;;
${optionsWithChoices(commands)
  .map(
    ({ pattern, choices }) =>
      `  (${pattern}) compadd ${choices.map(quoted).join(' ')}; return ;;\n`,
  )
  .join('')}  esac
  case "$so_far" in
${commands.map(branch).join('\n')}
  esac
  if (( $#offered )); then _describe -t commands command offered; fi
  if [[ $PREFIX == -* ]]; then _describe -o -t options option options; fi
}

if [[ $funcstack[1] == _mandate ]]; then
  _mandate "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _mandate mandate
fi`
}

function branch({ path, commands, options, argument }: OfferedCommand): string {
  const choices = Array.isArray(argument) ? argument : []
  const offered = [...commands, ...choices.map((text) => ({ text, description: '' }))]
  const files = argument === 'file' ? ' _files;' : ''
  return `  (${quoted(path)})${files} offered=(${described(offered)}) options=(${described(options)}) ;;`
}

/** \`name:description\`; a colon within the name ends it, so it is escaped. */
function described(all: readonly Offered[]): string {
  return all
    .map(({ text, description }) => quoted(`${text.replaceAll(':', '\\:')}:${description}`))
    .join(' ')
}

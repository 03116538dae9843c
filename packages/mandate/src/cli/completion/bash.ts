import type { OfferedCommand } from './commands.ts'
import { optionsThatTake, optionsWithChoices, paths, quoted } from './words-so-far.ts'

/**
 * The script for bash, from 3.2 on (macOS). What was typed is only compared and never evaluated, so
 * completing a line cannot run a part of it.
 */
export function bashScript(commands: readonly OfferedCommand[]): string {
  return `# Completes the commands and options of mandate in bash. To use it now:
#   source <(mandate completion bash)
# To use it in every shell, add that line to ~/.bashrc.

_mandate_files() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$1"))
}

_mandate() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} so_far='' offered='' index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$so_far \${COMP_WORDS[index]}" in
    ${paths(commands)})
      so_far="$so_far \${COMP_WORDS[index]}" ;;
    esac
  done
  case "$so_far $before" in
  ${optionsThatTake(commands, 'file')})
    _mandate_files "$current"; return ;;
  ${optionsThatTake(commands, 'text')})
    return ;;
${optionsWithChoices(commands)
  .map(
    ({ pattern, choices }) => `  ${pattern})
    COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$current")); return ;;\n`,
  )
  .join('')}  esac
  case "$so_far" in
${commands.map(branch).join('\n')}
  esac
  COMPREPLY+=($(compgen -W "$offered" -- "$current"))
}

complete -o filenames -F _mandate mandate`
}

function branch({ path, commands, options, argument }: OfferedCommand): string {
  const words = [
    ...commands.map(({ text }) => text),
    ...(Array.isArray(argument) ? argument : []),
    ...options.map(({ text }) => text),
  ].join(' ')
  const files = argument === 'file' ? '_mandate_files "$current"; ' : ''
  return `  ${quoted(path)}) ${files}offered=${quoted(words)} ;;`
}

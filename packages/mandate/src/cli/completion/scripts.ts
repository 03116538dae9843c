/** Each shell that can complete, and its script. */

import { bashScript } from './bash.ts'
import type { OfferedCommand } from './commands.ts'
import { fishScript } from './fish.ts'
import { zshScript } from './zsh.ts'

export const scripts: Readonly<Record<string, (commands: readonly OfferedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

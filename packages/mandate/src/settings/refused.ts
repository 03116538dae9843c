import { withoutPassword } from './text.ts'

/** Some settings are invalid. Each problem is a sentence naming the location and the remedy. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    // A database URL in the wrong place is still a secret, whichever message quotes it.
    const showable = problems.map(withoutPassword)
    super(showable.join('\n'))
    this.problems = showable
  }
}

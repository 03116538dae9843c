/** A file of the brand cannot be used. Each problem is a sentence with its remedy. */
export class BrandRefused extends Error {
  override readonly name = 'BrandRefused'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

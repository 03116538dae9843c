/**
 * Fuzzing: whatever the input, a parser returns or throws its own error, in time that grows no faster
 * than the input, and a server answers, reveals nothing it should not, and keeps serving.
 *
 * `parsers/` tests the functions that parse texts from outside, in this process. `wire/` tests a real
 * server process with raw bytes. Both are ordinary tests: a few hundred inputs in `npm test`, from
 * one fixed seed; 100,000 for each property in `npm run fuzz`, from a new seed each time. A failure
 * prints its seed; `npm run fuzz -- --seed S FILE` reproduces it.
 */

import fc from 'fast-check'

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300)
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_260_301)

/** Inputs that cost more than parsing one text are tried fewer times. */
interface Effort {
  /** One run counts as this many: 10 if an input takes ten times as long as others. */
  readonly costs?: number
}

/** Checks the inputs. An error from `check` fails the test, with the seed and a minimal input. */
export function forEvery<Input>(
  inputs: fc.Arbitrary<Input>,
  check: (input: Input) => void,
  effort: Effort = {},
): void {
  fc.assert(fc.property(inputs, check), parameters(effort))
}

/** The same for an asynchronous check. */
export function forEveryAsync<Input>(
  inputs: fc.Arbitrary<Input>,
  check: (input: Input) => Promise<void>,
  effort: Effort = {},
): Promise<void> {
  return fc.assert(fc.asyncProperty(inputs, check), parameters(effort))
}

/** The number of inputs for this effort. */
function runsOf({ costs = 1 }: Effort): number {
  return Math.max(20, Math.ceil(RUNS / costs))
}

function parameters(effort: Effort) {
  return { numRuns: runsOf(effort), seed: SEED, endOnFailure: false }
}

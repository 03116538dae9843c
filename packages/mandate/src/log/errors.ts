/**
 * An error as the log shows it: where it happened and of which kind it is. Messages of libraries quote
 * what they were given (JSON.parse, PostgreSQL), so whatever is quoted is left out, and of an error's
 * own properties only its code stays.
 */

/** A type, so that it may pass for any map of values. */
export type LoggedError = {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack: string
}

const MOST_CAUSES = 3
const MOST_FRAMES = 20

/** Takes anything that was thrown. */
export function loggedError(thrown: unknown): LoggedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: '', stack: '' }
  const code = 'code' in thrown && /^[\w-]{1,40}$/.test(String(thrown.code)) && String(thrown.code)
  const frames = causesOf(thrown).flatMap((error, depth) => [
    `${depth === 0 ? '' : 'caused by '}${error.name}: ${withoutQuotes(error.message)}`,
    ...framesOf(error),
  ])
  return {
    type: thrown.name,
    message: withoutQuotes(thrown.message),
    ...(code !== false && { code }),
    stack: frames.join('\n'),
  }
}

function causesOf(error: Error): readonly Error[] {
  const causes = [error]
  for (let next = error.cause; next instanceof Error && causes.length < MOST_CAUSES; ) {
    causes.push(next)
    next = next.cause
  }
  return causes
}

/** The message at the head of a stack is told already. */
function framesOf({ stack = '' }: Error): readonly string[] {
  return stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .slice(0, MOST_FRAMES)
}

/** What is between quotation marks, or after the first of a pair that is not closed. */
function withoutQuotes(message: string): string {
  return message.replace(/(?<!\w)(["'`])(?:(?!\1)[\s\S])*(?:\1|$)/g, (quoted) => {
    const isClosed = quoted.length > 1 && quoted.at(-1) === quoted[0]
    return `(${quoted.length - (isClosed ? 2 : 1)} characters)`
  })
}

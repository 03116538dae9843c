/**
 * An error as logged: its kind and where it happened. Library messages quote their input
 * (JSON.parse, PostgreSQL), so quoted text is removed, and of an error's properties only the code
 * is kept.
 */

/** A type alias, not an interface, so that it is assignable to a record. */
export type LoggedError = {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack: string
}

const MOST_CAUSES = 3
const MOST_FRAMES = 20

/** Accepts any thrown value. */
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

/** The message at the top of a stack is already logged. */
function framesOf({ stack = '' }: Error): readonly string[] {
  return stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .slice(0, MOST_FRAMES)
}

/** Text between quotation marks, or after an unclosed one. */
function withoutQuotes(message: string): string {
  return message.replace(/(?<!\w)(["'`])(?:(?!\1)[\s\S])*(?:\1|$)/g, (quoted) => {
    const isClosed = quoted.length > 1 && quoted.at(-1) === quoted[0]
    return `(${quoted.length - (isClosed ? 2 : 1)} characters)`
  })
}

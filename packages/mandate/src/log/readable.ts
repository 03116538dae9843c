/** The log on a terminal: `20:27:15 POST /oauth2/token 400 grant_revoked client_1T7… 3 ms`. */

const WEIGHTS: readonly (readonly [from: number, word: string])[] = [
  [50, 'error'],
  [40, 'warning'],
]

/**
 * A JSON line as readable text; empty if another line says the same. Text that is not JSON stays
 * unchanged.
 */
export function readable(line: string): string {
  let said: Record<string, unknown>
  try {
    said = JSON.parse(line)
  } catch {
    return line
  }
  const time = timeOfDay(said['time'])
  if (said['fact'] !== undefined) return `${time} ${change(said)}\n`
  const level = Number(said['level'])
  if (said['path'] !== undefined) return `${time} ${request(said)}\n`
  // The request's line already has the reason.
  if (said['reference'] !== undefined && level < 40) return ''
  const [, word] = WEIGHTS.find(([from]) => level >= from) ?? []
  const parts = [time, word, text(said['msg']), text(said['lines']), cause(said['err'])]
  return `${parts.filter((part) => part !== undefined && part !== '').join(' ')}\n`
}

function request(said: Record<string, unknown>): string {
  const milliseconds = Math.round(Number(said['milliseconds']))
  return ['method', 'path', 'status', 'reason', 'client_id']
    .flatMap((name) => (said[name] === undefined || said[name] === null ? [] : [text(said[name])]))
    .concat(`${milliseconds} ms`)
    .join(' ')
}

/** What changed, whose it is, and who changed it. */
function change(said: Record<string, unknown>): string {
  const about = ['because', 'client_id', 'account_id', 'resource_id', 'grant_id']
    .map((name) => text(said[name]))
    .filter((part) => part !== '')
  return [text(said['fact']), ...about, `by ${text(said['by'])}`].join(' ')
}

function cause(err: unknown): string {
  if (typeof err !== 'object' || err === null) return ''
  const { type, message, stack } = err as Record<string, unknown>
  return typeof stack === 'string' ? `\n${printable(stack)}` : `(${text(type)}: ${text(message)})`
}

function timeOfDay(time: unknown): string {
  const at = new Date(typeof time === 'string' ? time : Number(time))
  if (Number.isNaN(at.getTime())) return '--:--:--'
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : printable(String(value))
}

/** Control characters could control the terminal. Line feeds of a stack stay. */
function printable(value: string): string {
  return value.replace(/[^\n\P{Cc}]|\p{Cf}/gu, '\ufffd')
}

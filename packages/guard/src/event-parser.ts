/** Reads server-sent events (HTML Living Standard §9.2.6) from text that comes in pieces. */

export interface ServerSentEvent {
  /** Undefined where the block had no id of its own. */
  readonly id: string | undefined
  /** `message` where the block named no type. */
  readonly type: string
  /** Undefined where the block had no data: it is no event then, and may still have moved the id. */
  readonly data: string | undefined
}

/** No event is nearly as long; a server that sends more without an end is not one of these. */
const LONGEST_LINE = 64 * 1024

/**
 * Takes the pieces and hands out whole events. Throws a `RangeError` where a line never ends.
 */
export function createEventParser(hand: (event: ServerSentEvent) => void): (piece: string) => void {
  let rest = ''
  let block: { id?: string; type?: string; data?: string[] } = {}

  const takeLine = (line: string) => {
    if (line === '') {
      const { id, type = 'message', data } = block
      if (id !== undefined || data !== undefined) hand({ id, type, data: data?.join('\n') })
      block = {}
      return
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (field === 'id' && !value.includes('\0')) block.id = value
    if (field === 'event') block.type = value
    if (field === 'data') block.data = [...(block.data ?? []), value]
  }

  return (piece) => {
    const text = rest + piece
    // A line may end in CR and LF, and the LF may still be on its way.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text
    const lines = whole.split(/\r\n|\n|\r/)
    rest = (lines.pop() ?? '') + text.slice(whole.length)
    if (rest.length > LONGEST_LINE) throw new RangeError('a line of the stream has no end')
    for (const line of lines) takeLine(line)
  }
}

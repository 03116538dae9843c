/** Parses server-sent events (HTML Living Standard §9.2.6) from chunks of text. */

export interface ServerSentEvent {
  /** Undefined if the block had no id. */
  readonly id: string | undefined
  /** `message` if the block named no type. */
  readonly type: string
  /**
   * Undefined if the block had no data. It is not an event then, but may still have changed the id.
   */
  readonly data: string | undefined
}

/** Far longer than any event. A server that sends more without a line end is not sending events. */
const LONGEST_LINE = 64 * 1024

/** Takes chunks and yields whole events. Throws a `RangeError` if a line is too long. */
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
    // A line may end in CR LF, and the LF may be in the next chunk.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text
    const lines = whole.split(/\r\n|\n|\r/)
    rest = (lines.pop() ?? '') + text.slice(whole.length)
    if (rest.length > LONGEST_LINE) throw new RangeError('a line of the stream has no end')
    for (const line of lines) takeLine(line)
  }
}

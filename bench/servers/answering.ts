/** The child's side of `measure/child.ts`: says that it is ready, then answers questions in turn. */

/** `answer` may reject; the parent gets the message. SIGTERM ends the process after `close`. */
export function serveParent<Question>(
  ready: unknown,
  answer: (question: Question) => Promise<unknown>,
  close: () => void | Promise<void> = () => {},
): void {
  const end = async () => {
    await close()
    process.exit()
  }
  process.on('SIGTERM', end)
  process.on('disconnect', end)
  process.on('message', async (question: Question) => {
    try {
      process.send?.({ done: (await answer(question)) ?? null })
    } catch (error) {
      process.send?.({
        failed: error instanceof Error ? (error.stack ?? error.message) : `${error}`,
      })
    }
  })
  process.send?.({ ready })
}

/**
 * What a test asks of a browser, whichever engine drives it. Each engine is one file beside this one,
 * and `journeys.ts` is what people do with them.
 */

export interface Engine {
  /** A browser that has never been here: no cookies, no history. */
  newPerson(): Promise<Person>
  close(): Promise<void>
}

export interface Person {
  newTab(): Promise<Tab>
  leave(): Promise<void>
}

/** What a person does in a tab. `selector` is CSS. */
export interface Tab {
  /** Begins to load an address. */
  open(address: string): Promise<void>
  type(selector: string, text: string): Promise<void>
  /** Presses a button, and does not wait for what comes of it. */
  press(selector: string): Promise<void>
  /** The address and the visible text; empty while there is no document. */
  look(): Promise<View>
}

export interface View {
  readonly address: string
  readonly text: string
}

const PATIENCE_MS = 60_000
const LOOK_AGAIN_MS = 50

/** Waits until the tab shows text that matches. Rejects with what it shows instead. */
export async function see(tab: Tab, expected: RegExp): Promise<View> {
  const until = Date.now() + PATIENCE_MS
  let view: View = { address: '', text: '' }
  while (Date.now() < until) {
    view = await tab.look().catch(() => view)
    if (expected.test(view.text)) return view
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  const [page] = view.address.split('?')
  throw new Error(`${expected} was not seen. ${page} shows: ${view.text}`)
}

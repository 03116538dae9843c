/**
 * What a test asks of a browser, whichever engine drives it. Each engine has a file in this folder,
 * and `journeys.ts` has the user journeys.
 */

export interface Engine {
  /** A browser with a new profile: no cookies, no history. */
  newPerson(): Promise<Person>
  close(): Promise<void>
}

export interface Person {
  newTab(): Promise<Tab>
  leave(): Promise<void>
}

/** What a person does in a tab. `selector` is CSS. */
export interface Tab {
  /** Starts loading an address. */
  open(address: string): Promise<void>
  type(selector: string, text: string): Promise<void>
  /** Presses a button without waiting for the result. */
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

/** Waits until the tab shows matching text. Rejects with what it shows instead. */
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

/**
 * A name in the middle of a text that is no HTML, such as a title. What stands in it cannot change the
 * direction of the text around it (UAX #9, FSI and PDI).
 */
export const isolated = (name: string): string => `\u2068${name.replaceAll(CONTROLS, '')}\u2069`

/** What would end the isolation. */
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/gu

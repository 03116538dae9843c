/** An IP address in its usual spelling; undefined for any other text. */
export function ipAddress(text: string): string | undefined {
  const isVersion6 = /^[\d.:a-f]*:[\d.:a-f]*$/i.test(text)
  const host = URL.parse(isVersion6 ? `http://[${text}]` : `http://${text}`)?.hostname
  // The URL parser takes 127.1 and names too.
  return isVersion6 || (host === text && /^\d+(\.\d+){3}$/.test(text)) ? host : undefined
}

// Improves pages of the console that work without it: buttons that copy, and a search box that never
// sends a whole token.

const text = (element) => element.textContent ?? ''

const bytesOf = (base64url) =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
    one.charCodeAt(0),
  )

// A token begins with the id of its key, four bytes, and the id of its grant, sixteen. Only the latter
// is sent. What is a secret as a whole is not sent at all, only its kind.
function reduced(entered) {
  const pasted = entered.trim().replace(/^Bearer\s+/i, '')
  const token = /^mdt_(at|rt|ac)_([\w-]{28})/.exec(pasted)
  if (token !== null) {
    const [, kind, start] = token
    const digits = [...bytesOf(start).slice(4, 20)].map((one) => one.toString(16).padStart(2, '0'))
    return `${kind}:${digits.join('')}`
  }
  const secret = /^mdt_([a-z]{2})_/.exec(pasted)
  if (secret !== null) return `${secret[1]}:`
  const jwt = /^eyJ[\w-]*\.([\w-]+)\.[\w-]*$/.exec(pasted)
  if (jwt === null) return entered
  try {
    const { grant = '' } = JSON.parse(new TextDecoder().decode(bytesOf(jwt[1])))
    const id = /^([0-9a-f]{32})\./.exec(grant)
    return id === null ? 'foreign:' : `at:${id[1]}`
  } catch {
    return 'foreign:'
  }
}

for (const form of document.querySelectorAll('[data-search]')) {
  form.addEventListener('submit', () => {
    const field = form.elements[form.dataset.search]
    field.value = reduced(field.value)
  })
}

for (const value of document.querySelectorAll('[data-copy]')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy-button'
  button.textContent = value.dataset.copy
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text(value))
    button.textContent = value.dataset.copied
    setTimeout(() => {
      button.textContent = value.dataset.copy
    }, 2000)
  })
  if (navigator.clipboard !== undefined) value.after(button)
}

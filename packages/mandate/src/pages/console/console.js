// Improves pages of the console that work without it: buttons that copy, and a search box that never
// sends a whole token.

const text = (element) => element.textContent ?? ''

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

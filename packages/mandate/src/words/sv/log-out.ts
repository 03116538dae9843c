import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const logOut: Words['logOut'] = {
  asked: ({ client }) => phrase`${client} vill logga ut dig.`,
  about:
    'Appar som du öppnade med den här inloggningen kan också logga ut dig. Andra appar förblir anslutna.',
  stay: 'Förbli inloggad',
  doneTitle: 'Du är utloggad',
  telling:
    'Apparna som du öppnade med den här inloggningen får veta det nu. Du kan stänga den här sidan.',
  goOn: 'Fortsätt',
  frame: 'Loggar ut dig från en app',
}

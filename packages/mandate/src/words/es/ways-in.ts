import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const waysIn: Words['waysIn'] = {
  title: 'Formas de iniciar sesión',
  password: 'Contraseña',
  since: ({ day }) => phrase`Vinculada desde el ${day}`,
  none: 'Sin vincular',
  disconnect: ({ way }) => phrase`Desvincular ${way}`,
  connect: ({ way }) => phrase`Vincular ${way}`,
  connected: ({ way }) => phrase`Se vinculó ${way}. A partir de ahora puede iniciar sesión así.`,
  isConnected: ({ way }) => phrase`Esa cuenta de ${way} ya está vinculada. No se cambió nada.`,
  isSomebodyElses: ({ way }) =>
    phrase`Esa cuenta de ${way} está vinculada a otra cuenta de aquí. No se cambió nada.`,
  notConnected: ({ way }) => phrase`No se vinculó ${way}. No se cambió nada.`,
  disconnected: ({ way }) => phrase`Se desvinculó ${way}. Ya no puede iniciar sesión así.`,
  isLast: 'No puede desvincular su única forma de iniciar sesión. Vincule otra primero.',
}

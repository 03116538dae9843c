import type { Words } from '../en/en.ts'

export const accountPassword: Words['accountPassword'] = {
  title: 'Contraseña',
  isSet: 'Puede iniciar sesión con una contraseña.',
  isNotSet: 'Su cuenta no tiene contraseña.',
  change: 'Cambiar su contraseña',
  choose: 'Elegir una contraseña',
  whatEnds:
    'Su sesión sigue abierta aquí y se cierra en todas las demás partes, quizá también en algunas aplicaciones. Las demás siguen conectadas.',
  changed: 'Se cambió su contraseña',
  othersOut: 'Se cerró su sesión en todos los demás navegadores.',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const permissions: Words['permissions'] = {
  scopes: {
    all: 'Acceso completo. Puede hacer todo lo que usted puede hacer.',
    openid: 'Saber que es usted',
    email: 'Ver su correo electrónico',
    profile: 'Ver su nombre y otros datos de su perfil',
    phone: 'Ver su número de teléfono',
    address: 'Ver su dirección postal',
    offline_access: 'Seguir conectada cuando usted no esté',
  },
  onlyIn: ({ apis }) => phrase`Solo en ${inWords.list(apis)}`,
  unknown: ({ token }) => `Usar el permiso «${token}»`,
}

import type { Words } from '../en/en.ts'

export const accountNav: Words['accountNav'] = {
  apps: 'Aplicaciones',
  security: 'Seguridad',
  sessions: 'Sesiones',
  activity: 'Actividad',
  profile: 'Perfil',
  data: 'Sus datos',
  cancel: 'Cancelar',
  nothingToChoose: 'No hay nada que pueda cambiar en su forma de iniciar sesión.',
  signInAgain: 'Inicie sesión de nuevo para continuar.',
  whyAgain: 'Por su seguridad, esto requiere un inicio de sesión reciente.',
}
